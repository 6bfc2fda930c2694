import { expect, test } from "vitest";
import { isOnlyHere } from "./reach";

test.each(["localhost", "LOCALHOST", "likeness.localhost", "127.0.0.1", "127.8.0.1", "[::1]"])(
  "phones cannot come by %s",
  (host) => {
    expect(isOnlyHere(host)).toBe(true);
  },
);

test.each(["192.168.1.20", "10.0.0.127", "anna-laptop.local", "localhost.example", "[fd00::1]"])(
  "phones can come by %s",
  (host) => {
    expect(isOnlyHere(host)).toBe(false);
  },
);
