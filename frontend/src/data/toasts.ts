import { createContext, useContext } from "react";

/** Short messages that come and go. */
export interface Toasts {
  /** Something was done; `undo` takes it back, and rejects where that did not work. */
  done: (said: string, undo?: () => Promise<void>) => void;
  /** Something is to be known, without a way back. */
  told: (said: string) => void;
  /** Something did not work: why, in plain words. */
  failed: (error: unknown) => void;
  /** Something stopped in the middle: why, and `undo` takes back what was done. */
  partly: (error: unknown, undo: () => Promise<void>) => void;
}

const SILENT: Toasts = { done: () => {}, told: () => {}, failed: () => {}, partly: () => {} };

export const ToastContext = createContext<Toasts>(SILENT);

export function useToasts(): Toasts {
  return useContext(ToastContext);
}
