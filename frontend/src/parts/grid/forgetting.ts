import { forgetPhoto } from "@/client/sdk.gen";
import { ApiError } from "@/data/api";

interface Forgetting {
  /** Whether nobody wants the rest forgotten any more: asked before each photo. */
  isStopped: () => boolean;
  /** Called after each photo that is gone. */
  onForgotten: () => void;
}

/** Forgets photos for good, one after the other, until it is stopped. */
export async function forgetAll(photos: readonly string[], going: Forgetting): Promise<void> {
  for (const photo of photos) {
    if (going.isStopped()) return;
    await forget(photo);
    going.onForgotten();
  }
}

/** What is gone already was forgotten by somebody else in the meantime. */
async function forget(photo: string): Promise<void> {
  try {
    await forgetPhoto({ path: { photo } });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
