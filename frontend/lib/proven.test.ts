import { expect, test, vi } from "vitest";
import type { ActionQueue } from "./actions.ts";
import { renewWhenProven } from "./proven.ts";

test("the page comes anew after what waits was sent, unless words would be lost", async () => {
  const order: string[] = [];
  const queue = { flush: async () => void order.push("sent") } as unknown as ActionQueue;
  const said = vi.fn();
  document.addEventListener("toast", said);
  renewWhenProven(
    () => queue,
    () => order.push("renewed"),
  );
  document.dispatchEvent(new Event("proven"));
  await vi.waitFor(() => expect(order).toEqual(["sent", "renewed"]));
  document.body.innerHTML = "<textarea></textarea>";
  (document.querySelector("textarea") as HTMLTextAreaElement).value = "A word";
  document.dispatchEvent(new Event("proven"));
  await vi.waitFor(() => expect(said).toHaveBeenCalledOnce());
  expect(order).toEqual(["sent", "renewed", "sent"]);
});
