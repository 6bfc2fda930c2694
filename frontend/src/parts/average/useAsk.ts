import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createJob } from "@/client/sdk.gen";
import type { JobOrder } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";

/** Asks for what is seen to be made at once on the same page: so nothing has to be said of it. */
export function useAsk() {
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (order: JobOrder) => (await createJob({ body: order })).data,
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
}
