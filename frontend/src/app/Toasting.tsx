import { Button } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { type ReactNode, useMemo } from "react";
import { ToastContext, type Toasts } from "@/data/toasts";
import { Why } from "@/parts/Why";
import { useText } from "@/text";
import classes from "./Toasting.module.css";

const LONG_MS = 8_000; // to read it, and to find the button
const MOST = 3;

/** Shows short messages below. */
export function Toasting({ children }: { children: ReactNode }) {
  const text = useText();
  const toasts = useMemo<Toasts>(() => {
    const closeButtonProps = { "aria-label": text.common.close };
    const told = (said: string): void => {
      notifications.show({ message: <Said>{said}</Said>, closeButtonProps });
    };
    const failed = (error: unknown): void => {
      notifications.show({
        color: "red",
        autoClose: LONG_MS,
        closeButtonProps,
        message: <Why error={error} />,
      });
    };
    const takeBack = async (undo: () => Promise<void>): Promise<void> => {
      try {
        await undo();
        told(text.common.undone);
      } catch (error) {
        failed(error);
      }
    };
    const offer = (color: string | null, said: ReactNode, name: string, undo: Undo): void => {
      const id = notifications.show({
        ...(color === null ? {} : { color }),
        autoClose: LONG_MS,
        closeButtonProps,
        message: (
          <div className={classes.offer}>
            {said}
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                notifications.hide(id);
                void takeBack(undo);
              }}
            >
              {name}
            </Button>
          </div>
        ),
      });
    };
    return {
      told,
      failed,
      done: (said, undo) => {
        if (undo === undefined) told(said);
        else offer(null, <Said>{said}</Said>, text.common.undo, undo);
      },
      partly: (error, undo) => {
        const said = (
          <div className={classes.said}>
            {text.common.partlyDone}
            <Why error={error} />
          </div>
        );
        offer("red", said, text.common.takeBackPart, undo);
      },
    };
  }, [text]);
  return (
    <ToastContext value={toasts}>
      <Notifications
        position="bottom-left"
        limit={MOST}
        classNames={{ root: classes.toasts ?? "" }}
      />
      {children}
    </ToastContext>
  );
}

type Undo = () => Promise<void>;

/** What somebody wrote may be long, and one word: it must not push the button away. */
function Said({ children }: { children: string }) {
  return <div className={`${classes.said} ${classes.short}`}>{children}</div>;
}
