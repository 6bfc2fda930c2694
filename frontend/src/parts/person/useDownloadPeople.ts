import { useMutation } from "@tanstack/react-query";
import { createPeopleTicket } from "@/client/sdk.gen";
import { save } from "@/data/download";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";

/** Saves the photos of people as one archive, a folder for each: the browser writes it to disk. */
export function useDownloadPeople() {
  const toasts = useToasts();
  const text = useText();
  return useMutation({
    mutationFn: async (people: string[]) =>
      (await createPeopleTicket({ body: { people }, throwOnError: true })).data,
    onSuccess: ({ path }) => {
      save(path);
      toasts.told(text.people.selection.packing);
    },
    onError: (error) => toasts.failed(error),
  });
}
