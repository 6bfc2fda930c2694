import { ActionIcon, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  Download,
  Ellipsis,
  Eye,
  EyeOff,
  Image,
  ShieldCheck,
  ShieldOff,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import type { PersonAbout } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { useDownloadPeople } from "@/parts/person/useDownloadPeople";
import { useChangePerson } from "@/parts/person/usePersonEdits";
import { useText } from "@/text";
import { ForgetDialog } from "./ForgetDialog";
import classes from "./PersonMenu.module.css";

const SIZE = 16;

/** What else can be done with a person. */
export function PersonMenu({ person }: { person: PersonAbout }) {
  const text = useText();
  const words = text.person.menu;
  const mayWrite = useMay("write");
  const mayForget = useMay("admin");
  const change = useChangePerson();
  const download = useDownloadPeople();
  const [isForgetting, setForgetting] = useState(false);
  const { hidden = false, opted_out = false } = person;
  return (
    <>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <ActionIcon size={40} variant="default" aria-label={words.label}>
            <Ellipsis size={19} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to="/photos"
            search={{ person: [person.person] } as never}
            leftSection={<Image size={SIZE} aria-hidden="true" />}
          >
            {words.find}
          </Menu.Item>
          <Menu.Item
            leftSection={<Download size={SIZE} aria-hidden="true" />}
            onClick={() => download.mutate([person.person])}
          >
            {words.zip}
          </Menu.Item>
          {mayWrite && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={hidden ? <Eye size={SIZE} /> : <EyeOff size={SIZE} />}
                onClick={() => change.mutate({ person, change: { hidden: !hidden } })}
              >
                {hidden ? words.show : words.hide}
              </Menu.Item>
              <Menu.Item
                leftSection={opted_out ? <ShieldCheck size={SIZE} /> : <ShieldOff size={SIZE} />}
                onClick={() => change.mutate({ person, change: { opted_out: !opted_out } })}
              >
                {opted_out ? words.optIn : words.optOut}
              </Menu.Item>
            </>
          )}
          {mayForget && (
            <>
              <Menu.Divider />
              <Menu.Item
                className={classes.forget ?? ""}
                leftSection={<Trash2 size={SIZE} aria-hidden="true" />}
                onClick={() => setForgetting(true)}
              >
                {words.forget}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {isForgetting && <ForgetDialog person={person} onClose={() => setForgetting(false)} />}
    </>
  );
}
