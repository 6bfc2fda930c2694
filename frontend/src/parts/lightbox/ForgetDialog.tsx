import { Button, Group } from "@mantine/core";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { forgetPhoto } from "@/client/sdk.gen";
import { type About, isAbout } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";
import { Dialog } from "./Dialog";

interface ForgetDialogProps {
  photo: string;
  onForgotten: () => void;
  onClose: () => void;
}

const ABOUT_PHOTOS: readonly About[] = ["photos", "people", "edits"];

/** Asks before a photo is forgotten: it is the one thing here that cannot be taken back. */
export function ForgetDialog({ photo, onForgotten, onClose }: ForgetDialogProps) {
  const text = useText();
  const { forget, said } = text.lightbox;
  const queries = useQueryClient();
  const toasts = useToasts();
  const forgetting = useMutation({
    mutationFn: async () => await forgetPhoto({ path: { photo }, throwOnError: true }),
    onSuccess: () => {
      toasts.told(said.forgotten);
      onForgotten();
      void queries.invalidateQueries({
        predicate: (query) => isAbout(query, ABOUT_PHOTOS) && !isOf(query.queryKey, photo),
      });
    },
    onError: (error) => toasts.failed(error),
  });
  return (
    <Dialog title={forget.title} size={440} onClose={onClose}>
      <p>{forget.help}</p>
      <p>{forget.stays}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button color="red.9" loading={forgetting.isPending} onClick={() => forgetting.mutate()}>
          {forget.confirm}
        </Button>
      </Group>
    </Dialog>
  );
}

/** Returns whether a query asks for this very photo, of which there is nothing to be told any more. */
function isOf(key: QueryKey, photo: string): boolean {
  const { path } = key[0] as { path?: { photo?: string } };
  return path?.photo === photo;
}
