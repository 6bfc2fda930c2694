// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/data/api";
import { type Toasts, useToasts } from "@/data/toasts";
import { learn, Speaking } from "@/text";
import { common } from "@/text/en/common";
import { Toasting } from "./Toasting";

let root: Root;
let toasts: Toasts;

function Taking() {
  toasts = useToasts();
  return null;
}

beforeEach(async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const english = await learn("en");
  root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <Speaking wanted="en" first={english}>
          <Toasting>
            <Taking />
          </Toasting>
        </Speaking>
      </MantineProvider>,
    ),
  );
});

afterEach(async () => {
  await act(async () => notifications.clean());
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function pressUndo(undo: () => Promise<void>): Promise<string> {
  await act(async () => toasts.done("Hidden", undo));
  const button = [...document.querySelectorAll("button")].find(
    ({ textContent }) => textContent === common.undo,
  );
  await act(async () => button?.click());
  return document.body.textContent ?? "";
}

test("what was taken back is told", async () => {
  expect(await pressUndo(async () => {})).toContain(common.undone);
});

test("what could not be taken back is told with its reason, and not as taken back", async () => {
  const refused = new ApiError({ type: "urn:likeness:problem:edit-refused" }, 409);
  const said = await pressUndo(() => Promise.reject(refused));
  expect(said).toContain(common.refused.contradicts);
  expect(said).not.toContain(common.undone);
});
