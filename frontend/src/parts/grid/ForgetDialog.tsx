import { Button, Group, Modal, Progress, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";
import type { ChosenDialogProps } from "./ChosenDialogProps";
import { forgetAll } from "./forgetting";
import { useChosenIds } from "./useChosenIds";

/**
 * Asks before photos are forgotten for good, and shows how far it is. It can be stopped, and stops
 * when it goes: nobody forgets what they can no longer see and stop.
 */
export function ForgetDialog({
  chosen,
  count,
  filter,
  shapes,
  onClose,
  onDone,
}: ChosenDialogProps) {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  const idsOf = useChosenIds(filter, shapes);
  const [done, setDone] = useState<number | null>(null);
  const stopped = useRef(false);
  useEffect(() => {
    stopped.current = false;
    return () => {
      stopped.current = true;
    };
  }, []);

  const begin = async (): Promise<void> => {
    let forgotten = 0;
    setDone(0);
    try {
      await forgetAll(await idsOf(chosen), {
        isStopped: () => stopped.current,
        onForgotten: () => {
          forgotten += 1;
          setDone(forgotten);
        },
      });
      onDone();
    } catch (error) {
      toasts.failed(error);
    } finally {
      if (forgotten > 0) toasts.told(text.photos.chosen.forgotten(forgotten));
      refresh(queries, ["photos", "people", "edits"]);
      onClose();
    }
  };
  const close = (): void => {
    if (done === null) onClose();
    else stopped.current = true;
  };
  return (
    <Modal
      opened
      onClose={close}
      title={text.photos.chosen.forgetTitle(count)}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <Text size="sm">{text.photos.chosen.forgetHelp}</Text>
      {done !== null && (
        <Progress
          mt="md"
          value={(100 * done) / Math.max(1, count)}
          aria-label={text.photos.chosen.forgotten(done)}
        />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {done === null ? text.common.cancel : text.photos.chosen.stop}
        </Button>
        <Button color="red" loading={done !== null} onClick={() => void begin()}>
          {text.photos.chosen.forget}
        </Button>
      </Group>
    </Modal>
  );
}
