import { Button, Group, Modal, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { forgetPerson } from "@/client/sdk.gen";
import type { PersonAbout } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";

interface ForgetDialogProps {
  person: PersonAbout;
  onClose: () => void;
}

/** Asks once more before a person is forgotten: the one decision without a way back. */
export function ForgetDialog({ person, onClose }: ForgetDialogProps) {
  const text = useText();
  const words = text.person.forget;
  const toasts = useToasts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const forget = useMutation({
    mutationFn: async () =>
      (await forgetPerson({ path: { person: person.person }, throwOnError: true })).data,
    onSuccess: async () => {
      toasts.told(words.done);
      await navigate({ to: "/people", replace: true }); // before this page asks for who is gone
      refresh(queries, ["people", "photos", "edits"]);
    },
    onError: (error) => toasts.failed(error),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(person.name ?? text.person.somebody)}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <Text size="sm" lh={1.6}>
        {words.help(text.common.faces(person.faces))}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
          {words.yes}
        </Button>
      </Group>
    </Modal>
  );
}
