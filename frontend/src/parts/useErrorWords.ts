import { useCallback } from "react";
import { ApiError } from "@/data/api";
import { useText } from "@/text";
import { errorWords } from "./errorWords";

/** Returns what says in a sentence why something did not work; `Why` shows more of it. */
export function useErrorWords(): (error: unknown) => string {
  const text = useText();
  return useCallback((error) => errorWords(error, text).said, [text]);
}

/** Returns what is wrong with one field of what was sent, as the server says it. */
export function faultOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.faults.find((fault) => fault.where.split(".").at(-1) === field)?.what;
}

/** Returns whether what is wrong stands beside fields already. */
export function isOfFields(error: unknown): boolean {
  return error instanceof ApiError && error.faults.length > 0;
}
