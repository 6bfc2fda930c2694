import { Button, Group, Modal, Text } from "@mantine/core";
import { useText } from "@/text";

interface SureProps {
  opened: boolean;
  onClose: () => void;
  /** The question. */
  title: string;
  /** What then happens, and what does not. */
  help: string;
  /** What the button says: the deed itself. */
  deed: string;
  pending?: boolean;
  onYes: () => void;
}

/** Asks before something that cannot be undone. */
export function Sure({ opened, onClose, title, help, deed, pending = false, onYes }: SureProps) {
  const text = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <Text size="sm" mb="lg">
        {help}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button color="red" loading={pending} onClick={onYes}>
          {deed}
        </Button>
      </Group>
    </Modal>
  );
}
