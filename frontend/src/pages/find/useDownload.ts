import { useMutation } from "@tanstack/react-query";
import { createFindTicket } from "@/client/sdk.gen";
import { save } from "@/data/download";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";
import { type SearchState, search } from "./search";

const MOST = 10_000; // photos, as the server has it

/** Saves all photos that were found as one archive: the browser writes it to disk as it comes. */
export function useDownload() {
  const toasts = useToasts();
  const text = useText().find.actions;
  return useMutation({
    mutationFn: async (asked: SearchState) => {
      const { data } = await search.asked(asked, (order) =>
        createFindTicket({ body: { ...order, limit: MOST } }),
      );
      return data;
    },
    onSuccess: ({ path }) => {
      save(path);
      toasts.told(text.packing);
    },
    onError: toasts.failed,
  });
}
