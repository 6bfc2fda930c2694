import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createJob } from "@/client/sdk.gen";
import type { JobOrder } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";
import { kindWords } from "./words";

/** Asks for long work; says so at once, and what the server says against it. */
export function useStartJob() {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (order: JobOrder) => (await createJob({ body: order })).data,
    onSuccess: (job) => toasts.told(text.jobs.asked(kindWords(text, job.kind))),
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
}
