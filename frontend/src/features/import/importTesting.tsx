/** What the tests of the dialog Import share: its server, and how a user walks through it. */
import { screen, waitFor } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, vi } from "vitest";
import type { Choices, Plan } from "@/api/types";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import ImportDialog from "./ImportDialog";

const SCOPE = { projectId: "insights", branch: "main" };
export const PLAN = "*/api/projects/insights/imports/plan";
export const IMPORTS = "*/api/projects/insights/imports";
const FILE = new File(['{"type":"fast-data-export"}'], "fast-data-export-1.json", {
  type: "application/json",
});

export type Sent = { choices: Choices; hasFile: boolean; fileDigest: string | null; key: string | null };

/** Reads the form from its text: jsdom's files are none for the form reader of Node. */
export async function read(request: Request): Promise<Sent> {
  const form = await request.text();
  const part = (name: string) => form.match(new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`))?.[1] ?? null;
  return {
    choices: JSON.parse(part("choices") ?? "null"),
    hasFile: form.includes('name="file"'),
    fileDigest: part("fileDigest"),
    key: request.headers.get("Idempotency-Key"),
  };
}

/** Answers every plan, and keeps what was asked. */
export function answerPlans(answer: (sent: Sent) => Plan): Sent[] {
  const asked: Sent[] = [];
  server.use(
    http.post(PLAN, async ({ request }) => {
      const sent = await read(request);
      asked.push(sent);
      return HttpResponse.json(answer(sent));
    }),
  );
  return asked;
}

export function open() {
  const onClose = vi.fn();
  const { user } = renderAt(<ImportDialog scope={SCOPE} onClose={onClose} />);
  return { user, onClose };
}

export async function choose(user: UserEvent, file = FILE) {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error("there is no file input");
  await user.upload(input, file);
}

export async function chooseAndGoOn(user: UserEvent) {
  await choose(user);
  await clickWhenReady(user, "Next");
}

/** The server's answer makes these buttons ready. */
export async function clickWhenReady(user: UserEvent, name: "Next" | "Confirm and import") {
  await waitFor(() => expect(screen.getByRole("button", { name })).toBeEnabled());
  await user.click(screen.getByRole("button", { name }));
}

export const confirmButton = () => screen.findByRole("button", { name: "Confirm and import" });
