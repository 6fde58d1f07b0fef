import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Words } from "./Words";

describe("words of the server", () => {
  it.each([
    ["plain", "plain"],
    ["`type` must be `a`.", "<code>type</code> must be <code>a</code>."],
    ["a ` alone", "a ` alone"],
    ["`<img src=x onerror=alert(1)>` <b>", "<code>&lt;img src=x onerror=alert(1)&gt;</code> &lt;b&gt;"],
  ])("%s", (text, html) => {
    expect(render(<Words text={text} />).container.innerHTML).toBe(html);
  });
});
