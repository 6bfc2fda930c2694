import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  BadgeCheck,
  CircleHelp,
  EyeOff,
  ScanFace,
  UserRound,
  UserRoundPen,
  UserRoundX,
} from "lucide-react";
import type { ReactElement } from "react";
import type { FaceOut } from "@/client/types.gen";
import { useText } from "@/text";
import type { FaceEdit } from "./faceEdits";
import { IN_VIEWER } from "./inViewer";

/** What one can do about a face; without `edit` only look. */
export interface FaceActions {
  edit: ((edit: FaceEdit) => void) | null;
  /** Asks who it is. */
  ask: (face: FaceOut) => void;
  /** Tells why it is who it is. */
  why: (face: FaceOut) => void;
}

interface FaceMenuProps {
  face: FaceOut;
  actions: FaceActions;
  /** The button that opens it. */
  children: ReactElement;
  onOpen?: (open: boolean) => void;
}

const ICON = { size: 16, strokeWidth: 1.9, "aria-hidden": true } as const;

/** What one can decide about a face. */
export function FaceMenu({ face, actions, children, onOpen }: FaceMenuProps) {
  const text = useText().lightbox.face;
  const { edit, ask, why } = actions;
  const { person, name, assigned_by: by } = face;
  return (
    <Menu
      {...IN_VIEWER}
      position="bottom-start"
      shadow="lg"
      radius="md"
      onChange={(open) => onOpen?.(open)}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {person !== null && (
          <Menu.Item
            leftSection={<UserRound {...ICON} />}
            renderRoot={(props) => <Link to="/people/$person" params={{ person }} {...props} />}
          >
            {text.openPerson}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<CircleHelp {...ICON} />} onClick={() => why(face)}>
          {text.why}
        </Menu.Item>
        {edit !== null && (
          <>
            <Menu.Divider />
            {name !== null && by !== "human" && (
              <Menu.Item
                leftSection={<BadgeCheck {...ICON} />}
                onClick={() => edit({ face, kind: "confirm" })}
              >
                {text.isThis(name)}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<UserRoundPen {...ICON} />} onClick={() => ask(face)}>
              {name === null ? text.ask : text.somebodyElse}
            </Menu.Item>
            {person !== null && (
              <Menu.Item
                leftSection={<UserRoundX {...ICON} />}
                onClick={() => edit({ face, kind: "reject" })}
              >
                {name === null ? text.notThemNameless : text.notThem(name)}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<EyeOff {...ICON} />}
              onClick={() => edit({ face, kind: "ignore" })}
            >
              {text.ignore}
            </Menu.Item>
            <Menu.Item
              leftSection={<ScanFace {...ICON} />}
              onClick={() => edit({ face, kind: "not_a_face" })}
            >
              {text.notAFace}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
