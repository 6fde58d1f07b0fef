import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { server } from "@/test/server";
import { sendForm } from "./sendForm";

const URL_OF_A_CALL = "http://localhost:3000/api/x";

function send(onProgress = vi.fn()) {
  const form = new FormData();
  form.append("choices", "{}");
  return sendForm(new Request(URL_OF_A_CALL, { method: "POST" }), form, onProgress);
}

describe("sending a form", () => {
  it("gives the answer as fetch would, and tells when all was sent", async () => {
    const problem = { code: "unreadable-file" };
    server.use(http.post(URL_OF_A_CALL, () => HttpResponse.json(problem, { status: 400 })));
    const onProgress = vi.fn();

    const response = await send(onProgress);

    expect(response.status).toBe(400);
    expect(response.headers.get("Content-Type")).toContain("application/json");
    expect(await response.json()).toEqual(problem);
    expect(onProgress).toHaveBeenLastCalledWith(1);
  });

  it("fails when the server cannot be reached", async () => {
    server.use(http.post(URL_OF_A_CALL, () => HttpResponse.error()));

    await expect(send()).rejects.toThrow(TypeError);
  });
});
