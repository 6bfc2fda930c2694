import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useText } from "@/text";
import classes from "./Dialog.module.css";

interface DialogProps {
  title: string;
  /** Its width, pixels; less on phones. */
  size: number;
  onClose: () => void;
  children: ReactNode;
}

/** A question or an explanation over the photo. */
export function Dialog({ title, size, onClose, children }: DialogProps) {
  const { close } = useText().common;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": close, size: "lg" }}
      classNames={{ title: classes.title ?? "" }}
    >
      {children}
    </Modal>
  );
}
