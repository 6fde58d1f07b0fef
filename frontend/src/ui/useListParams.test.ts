import { describe, expect, it } from "vitest";
import { readListParams } from "./useListParams";

describe("list parameters of an address", () => {
  it("are read", () => {
    expect(readListParams(new URLSearchParams("q=pr&page=3&size=50&sort=-updatedAt"))).toEqual({
      q: "pr",
      page: 3,
      size: 50,
      sort: "-updatedAt",
    });
  });

  it("become the defaults where they make no sense", () => {
    expect(readListParams(new URLSearchParams("page=-1&size=7&sort=colour"))).toEqual({
      q: "",
      page: 1,
      size: 10,
      sort: "name",
    });
  });
});
