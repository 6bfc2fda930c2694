import { Menu, Tooltip } from "@mantine/core";
import {
  Download,
  Ellipsis,
  ExternalLink,
  Info,
  Keyboard,
  Link2,
  type LucideIcon,
  ScanFace,
  ScanSearch,
  Trash2,
  X,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { PhotoOut } from "@/client/types.gen";
import { original } from "@/data/pictures";
import { useText } from "@/text";
import classes from "./Bar.module.css";
import { IN_VIEWER } from "./inViewer";
import type { Command } from "./keys";

interface BarProps {
  photo: PhotoOut | null;
  title: string;
  /** Below the title: its place among the others. */
  about: string;
  /** What is on. */
  on: { faces: boolean; detections: boolean; information: boolean };
  /** Out of sight, until something in it has the focus. */
  bare: boolean;
  onCommand: (command: Command) => void;
  onCopy: () => void;
  /** Null: not allowed. */
  onForget: (() => void) | null;
}

const ICON = { size: 20, strokeWidth: 1.9, "aria-hidden": true } as const;
const SMALL = { ...ICON, size: 16 } as const;

/** Above the photo: what it is, and what one can do with it. */
export function Bar({ photo, title, about, on, bare, onCommand, onCopy, onForget }: BarProps) {
  const { lightbox: text, common } = useText();
  return (
    <div className={classes.bar} data-bare={bare || undefined}>
      <BarButton icon={X} label={common.close} onClick={() => onCommand("close")} />
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.about}>{about}</p>
      </div>
      <div className={classes.actions}>
        <span className={classes.wide}>
          <BarButton icon={ZoomOut} label={text.farther} onClick={() => onCommand("farther")} />
          <BarButton icon={ZoomIn} label={text.nearer} onClick={() => onCommand("nearer")} />
        </span>
        <BarButton
          icon={ScanFace}
          label={text.faces}
          pressed={on.faces}
          onClick={() => onCommand("faces")}
        />
        <BarButton
          icon={ScanSearch}
          label={text.detections}
          pressed={on.detections}
          onClick={() => onCommand("detections")}
        />
        <BarButton
          icon={Info}
          label={text.information}
          pressed={on.information}
          onClick={() => onCommand("information")}
        />
        {photo !== null && (
          <>
            <Tooltip label={text.download} zIndex={400}>
              <a
                className={classes.button}
                href={original(photo.photo, true)}
                download
                aria-label={text.download}
                aria-disabled={photo.missing || undefined}
              >
                <Download {...ICON} />
              </a>
            </Tooltip>
            <Menu {...IN_VIEWER} position="bottom-end" shadow="lg" radius="md">
              <Menu.Target>
                <button type="button" className={classes.button} aria-label={common.more}>
                  <Ellipsis {...ICON} />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  component="a"
                  href={original(photo.photo)}
                  target="_blank"
                  rel="noreferrer"
                  leftSection={<ExternalLink {...SMALL} />}
                >
                  {text.openOriginal}
                </Menu.Item>
                <Menu.Item leftSection={<Link2 {...SMALL} />} onClick={onCopy}>
                  {text.copyLink}
                </Menu.Item>
                <Menu.Item leftSection={<Keyboard {...SMALL} />} onClick={() => onCommand("help")}>
                  {text.help}
                </Menu.Item>
                {onForget !== null && (
                  <>
                    <Menu.Divider />
                    <Menu.Item
                      color="var(--bad)"
                      leftSection={<Trash2 {...SMALL} />}
                      onClick={onForget}
                    >
                      {text.info.forget}
                    </Menu.Item>
                  </>
                )}
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </div>
    </div>
  );
}

interface BarButtonProps {
  icon: LucideIcon;
  label: string;
  /** Of what is on or off. */
  pressed?: boolean;
  onClick: () => void;
}

function BarButton({ icon: Icon, label, pressed, onClick }: BarButtonProps) {
  return (
    <Tooltip label={label} zIndex={400}>
      <button
        type="button"
        className={classes.button}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        <Icon {...ICON} />
      </button>
    </Tooltip>
  );
}
