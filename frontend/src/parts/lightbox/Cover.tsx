import { Loader, Portal } from "@mantine/core";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "@/text";
import bar from "./Bar.module.css";
import classes from "./Cover.module.css";
import { remember, remembered } from "./remembered";
import { useKeys } from "./useKeys";
import { useModal } from "./useModal";

/** Covers the page while the lightbox is on its way: it can be closed, and hears keys already. */
export function Cover({ onClose }: { onClose: () => void }) {
  const { lightbox, common } = useText();
  const cover = useRef<HTMLDivElement>(null);
  const modal = useModal(cover);
  useKeys(cover, (command) => (command === "close" ? onClose() : remember(command)));
  useEffect(() => {
    remembered.covered = true;
  }, []);
  return (
    <Portal>
      <div
        ref={modal}
        role="dialog"
        aria-label={lightbox.label}
        tabIndex={-1}
        className={classes.cover}
      >
        <div className={classes.middle}>
          <Loader color="gray" aria-label={common.loading} />
        </div>
        <div className={bar.bar}>
          <button type="button" className={bar.button} aria-label={common.close} onClick={onClose}>
            <X size={20} strokeWidth={1.9} aria-hidden="true" />
          </button>
        </div>
      </div>
    </Portal>
  );
}
