import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { ApiProblem } from "@/api/problem";
import { changeLanguage } from "@/i18n/i18n";
import { renderAt } from "@/test/render";
import { ProblemAlert } from "./ProblemAlert";

afterEach(() => changeLanguage("en"));

function show(members: Partial<ConstructorParameters<typeof ApiProblem>[0]>) {
  const sentence = { detail: "The server's sentence.", title: "", errors: [], plan: null };
  renderAt(<ProblemAlert error={new ApiProblem({ code: "busy", status: 429, ...sentence, ...members })} />);
}

describe("a problem without faults", () => {
  it("has the server's sentence in English", () => {
    show({});

    expect(screen.getByRole("alert")).toHaveTextContent("The server's sentence.");
  });

  it("has words of the reader's language alone in another one", async () => {
    await changeLanguage("it");
    show({});

    expect(screen.getByRole("alert")).toHaveTextContent(
      "Troppe richieste in questo momentoRiprova tra poco.",
    );
  });

  it("has the server's sentence where nothing else tells what it is", async () => {
    await changeLanguage("it");
    show({ code: "unexpected" });

    expect(screen.getByRole("alert")).toHaveTextContent("The server's sentence.");
  });
});

it("tells a limit with its numbers as the reader writes them", async () => {
  await changeLanguage("it");
  const params = { reason: "file", limit: 67_108_864 };
  show({ code: "file-too-large", errors: [{ code: "file-too-large", message: "m", params }] });

  expect(screen.getByRole("alert")).toHaveTextContent("al massimo 67.108.864 byte");
});

it.each([
  [
    { line: 1, column: 7491, pointer: "/resources/systems" },
    "Line 1, column 7491 (/resources/systems): Wrong.",
  ],
  [{ line: 1, column: 7491 }, "Line 1, column 7491: Wrong."],
  [{ pointer: "/resources/systems" }, "At /resources/systems: Wrong."],
])("says of a fault all that is known of its place: %j", (place, words) => {
  show({ errors: [{ code: "invalid-content", message: "Wrong.", ...place }] });

  expect(screen.getByRole("listitem")).toHaveTextContent(words);
});
