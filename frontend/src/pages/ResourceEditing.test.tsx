import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it } from "vitest";
import { changeLanguage } from "@/i18n/i18n";
import { makeProblem, makeResource } from "@/test/make";
import { server } from "@/test/server";
import { openPage, PROJECTION } from "./resourceTesting";

afterEach(() => changeLanguage("en"));

describe("editing a resource", () => {
  it("saves what was edited, unknown parts included, unless somebody else saved meanwhile", async () => {
    const entry = {
      name: "pr_orders",
      fields: [{ name: "ID", type: "string", primaryKey: true, x: 1 }],
      y: 2,
    };
    const saved: unknown[] = [];
    const { user } = openPage(makeResource({ entry }));
    server.use(
      http.put(PROJECTION, async ({ request }) => {
        saved.push([request.headers.get("If-Match"), await request.json()]);
        return HttpResponse.json(makeResource());
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Type, row 1" }), "number");
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toHaveFocus();
    expect(await screen.findByText("Saved")).toBeVisible();
    const fields = [{ name: "ID", type: "number", primaryKey: true, x: 1 }];
    expect(saved).toEqual([['"e1"', { entry: { ...entry, fields } }]]);
  });

  it("begins at the first control, and ends where it began", async () => {
    const { user } = openPage(makeResource());

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    expect(screen.getByRole("textbox", { name: "Description" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Cancel" }));

    expect(screen.getByRole("button", { name: "Edit" })).toHaveFocus();
  });

  it("shows each fault at its place, and keeps what was typed", async () => {
    const entry = { name: "pr_orders", fields: [{ name: "ID", type: "string" }] };
    const { user } = openPage(makeResource({ entry }));
    const errors = [
      { code: "no-primary-key", message: "No field is the primary key.", pointer: "/entry/fields" },
      { code: "invalid-content", message: "`$` is no name.", pointer: "/entry/fields/0/name" },
    ];
    server.use(
      http.put(PROJECTION, () =>
        HttpResponse.json(makeProblem("invalid-resource", 422, { errors }), { status: 422 }),
      ),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const name = screen.getByRole("textbox", { name: "Name, row 1" });
    await user.clear(name);
    await user.type(name, "$");
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("alert")).toHaveTextContent("Fields, row 1: $ is no name.");
    expect(name).toHaveAccessibleDescription("$ is no name.");
    expect(name).toBeInvalid();
    expect(name).toHaveValue("$");
  });

  it("says where in an ER schema a fault is", async () => {
    const { user } = openPage(makeResource());
    const pointer = "/entry/erSchema/edges/0/data";
    const errors = [{ code: "invalid-content", message: "This must be an object.", pointer }];
    server.use(
      http.put(PROJECTION, () =>
        HttpResponse.json(makeProblem("invalid-resource", 422, { errors }), { status: 422 }),
      ),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Save" }));

    const words = "ER schema: At /edges/0/data: This must be an object.";
    expect(await screen.findByRole("button", { name: words })).toBeVisible();
  });

  it("tells faults in the language that is shown, also when that changes", async () => {
    const { user } = openPage(makeResource({ entry: { name: "pr_orders", fields: [{ name: "ID" }] } }));
    const params = { reason: "field-twice", name: "ID" };
    const errors = [{ code: "invalid-content", message: "Twice.", pointer: "/entry/fields/0/name", params }];
    server.use(
      http.put(PROJECTION, () =>
        HttpResponse.json(makeProblem("invalid-resource", 422, { errors }), { status: 422 }),
      ),
    );
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    const name = screen.getByRole("textbox", { name: "Name, row 1" });
    expect(await screen.findByRole("alert")).toHaveTextContent("Fields, row 1: Twice.");

    await act(() => changeLanguage("it"));

    const words = "Il campo “ID” compare due volte. Togline o rinominane uno.";
    expect(screen.getByRole("alert")).toHaveTextContent(`Campi, riga 1: ${words}`);
    expect(name).toHaveAccessibleDescription(words);
  });

  it("leads from each fault to the cell that it is about, by keyboard alone", async () => {
    const entry = {
      name: "pr_orders",
      fields: [
        { name: "ID", type: "string" },
        { name: "AT", type: "date" },
      ],
    };
    const { user } = openPage(makeResource({ entry }));
    const errors = [
      { code: "no-primary-key", message: "No field is the primary key.", pointer: "/entry/fields" },
      { code: "invalid-content", message: "It must be a Date.", pointer: "/entry/fields/1/type" },
      { code: "invalid-content", message: "It has no topics.", pointer: "/entry/topics" },
      { code: "invalid-content", message: "It is unknown.", pointer: "/entry/unknown" },
    ];
    server.use(
      http.put(PROJECTION, () =>
        HttpResponse.json(makeProblem("invalid-resource", 422, { errors }), { status: 422 }),
      ),
    );
    const leads = async (fault: string) => {
      screen.getByRole("button", { name: fault }).focus();
      await user.keyboard("{Enter}");
    };

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByRole("alert");
    await user.tab();
    expect(screen.getByRole("button", { name: "Fields: No field is the primary key." })).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(screen.getByRole("textbox", { name: "Name, row 1" })).toHaveFocus();

    await leads("Fields, row 2: It must be a Date.");
    expect(screen.getByRole("combobox", { name: "Type, row 2" })).toHaveFocus();
    await leads("Kafka topics: It has no topics.");
    expect(screen.getByRole("textbox", { name: "Topic ingestion" })).toHaveFocus();
    await leads("unknown: It is unknown.");
    expect(screen.getByRole("radio", { name: "Form" })).toHaveFocus();
  });

  it("asks once before what was typed is lost", async () => {
    const { user } = openPage(makeResource());

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "new");
    await user.click(screen.getByRole("link", { name: "delivery" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Keep editing" }));
    expect(screen.getByRole("textbox", { name: "Description" })).toHaveValue("new");

    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Leave and lose it" }));
    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
  });

  it("leaves at once when nothing was typed", async () => {
    const { user } = openPage(makeResource());

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Cancel" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
  });

  it("keeps both changes when somebody else saved another part meanwhile", async () => {
    const before = { name: "pr_orders", description: "old", fields: [] };
    const theirs = { ...before, fields: [{ name: "ID", type: "string" }] };
    const saved: unknown[] = [];
    const { user } = openPage(makeResource({ entry: before }));

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "er");
    server.use(
      http.get(PROJECTION, () =>
        HttpResponse.json(makeResource({ entry: theirs }), { headers: { ETag: '"e2"' } }),
      ),
      http.put(PROJECTION, async ({ request }) => {
        if (request.headers.get("If-Match") !== '"e2"')
          return HttpResponse.json(makeProblem("precondition-failed", 412), { status: 412 });
        saved.push(await request.json());
        return HttpResponse.json(makeResource());
      }),
    );
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("What they changed:Fields");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();

    await user.click(screen.getByRole("button", { name: "Keep my changes" }));
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(screen.getByRole("textbox", { name: "Description" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
    expect(saved).toEqual([{ entry: { ...theirs, description: "older" } }]);
  });

  it("names what both changed as the form does, with both values", async () => {
    const before = { name: "pr_orders", description: "old", fields: [] };
    const { user } = openPage(makeResource({ entry: before }));
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "er");
    server.use(
      http.get(PROJECTION, () =>
        HttpResponse.json(makeResource({ entry: { ...before, description: "new" } }), {
          headers: { ETag: '"e2"' },
        }),
      ),
      http.put(PROJECTION, () => HttpResponse.json(makeProblem("precondition-failed", 412), { status: 412 })),
    );

    await user.click(screen.getByRole("button", { name: "Save" }));

    const members = within(await screen.findByRole("alert")).getAllByRole("listitem");
    expect(members.map(({ textContent }) => textContent)).toEqual([
      "Description was old becomes new",
      "Description was new becomes older",
    ]);
  });

  it("keeps the fields of an index that becomes one of another type, and nothing that only the old one has", async () => {
    const indexes = [
      { name: "i", type: "hash", unique: false, field: "ID" },
      { name: "j", type: "TTL", unique: false, fields: [{ name: "AT", order: 1 }], expireAfterSeconds: 9 },
    ];
    const saved: unknown[] = [];
    const { user } = openPage(makeResource({ entry: { name: "pr_orders", fields: [], indexes } }));
    server.use(
      http.put(PROJECTION, async ({ request }) => {
        saved.push(await request.json());
        return HttpResponse.json(makeResource());
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Type, row 1" }), "normal");
    await user.selectOptions(screen.getByRole("combobox", { name: "Type, row 2" }), "hash");
    await user.click(screen.getByRole("button", { name: "Save" }));

    await screen.findByRole("button", { name: "Edit" });
    expect(saved).toEqual([
      {
        entry: {
          name: "pr_orders",
          fields: [],
          indexes: [
            { name: "i", type: "normal", unique: false, fields: [{ name: "ID", order: 1 }] },
            { name: "j", type: "hash", unique: false, field: "AT" },
          ],
        },
      },
    ]);
  });

  it("goes on at the field of an index that was added, and at the button once the last one is removed", async () => {
    const indexes = [{ name: "i", type: "normal", unique: false, fields: [{ name: "ID", order: 1 }] }];
    const { user } = openPage(makeResource({ entry: { name: "pr_orders", fields: [], indexes } }));
    await user.click(await screen.findByRole("button", { name: "Edit" }));

    await user.click(screen.getByRole("button", { name: "Add field to Fields, row 1" }));
    expect(screen.getByRole("combobox", { name: "Fields, row 1, 2" })).toHaveFocus();
    for (const field of ["Fields, row 1, 2", "Fields, row 1, 1"])
      await user.click(screen.getByRole("button", { name: `Remove ${field}` }));

    expect(screen.getByRole("button", { name: "Add field to Fields, row 1" })).toHaveFocus();
  });

  it("takes no typing while it is saved, which would be lost", async () => {
    const { user } = openPage(makeResource());
    server.use(http.put(PROJECTION, () => new Promise(() => {})));
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const description = screen.getByRole("textbox", { name: "Description" });
    expect(description.closest("[inert]")).toBeNull();

    await user.click(screen.getByRole("button", { name: "Save" }));

    await waitFor(() => expect(description.closest("[inert]")).toBeInTheDocument());
  });

  it("saves all the same when only its users changed meanwhile", async () => {
    const saved: unknown[] = [];
    const { user } = openPage(makeResource());
    server.use(
      http.put(PROJECTION, ({ request }) => {
        const tag = request.headers.get("If-Match");
        saved.push(tag);
        if (tag === '"e2"') return HttpResponse.json(makeResource());
        return HttpResponse.json(makeProblem("precondition-failed", 412), { status: 412 });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    server.use(http.get(PROJECTION, () => HttpResponse.json(makeResource(), { headers: { ETag: '"e2"' } })));
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
    expect(saved).toEqual(['"e1"', '"e2"']);
  });
});
