import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import {
  Cpu,
  Folder,
  KeyRound,
  Library,
  LogOut,
  type LucideIcon,
  Palette,
  Server,
  SlidersHorizontal,
  Users,
} from "lucide-react";
import type { ComponentType } from "react";
import { logOut } from "@/client/sdk.gen";
import { HOME } from "@/data/api";
import { useMay, useSession } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { PageHeader } from "@/parts/PageHeader";
import { Sure } from "@/parts/Sure";
import { useText } from "@/text";
import { Access } from "./Access";
import { Appearance } from "./Appearance";
import { Grouping } from "./Grouping";
import { Keys } from "./Keys";
import { Models } from "./Models";
import { ServerSettings } from "./ServerSettings";
import classes from "./Settings.module.css";
import { Sources } from "./Sources";
import { ThisLibrary } from "./ThisLibrary";
import { type Tab, tabsFor } from "./tabs";

const PARTS: Record<Tab, { icon: LucideIcon; part: ComponentType }> = {
  appearance: { icon: Palette, part: Appearance },
  photos: { icon: Folder, part: Sources },
  grouping: { icon: SlidersHorizontal, part: Grouping },
  models: { icon: Cpu, part: Models },
  access: { icon: Users, part: Access },
  keys: { icon: KeyRound, part: Keys },
  server: { icon: Server, part: ServerSettings },
  library: { icon: Library, part: ThisLibrary },
};

/** How things look and work here; the part that is open stands in the address. */
export function Settings() {
  const text = useText();
  const owner = useMay("admin");
  const tabs = tabsFor(owner);
  const { tab: wanted } = useSearch({ from: "/settings" });
  const tab = tabs.find((known) => known === wanted) ?? "appearance";
  const Part = PARTS[tab].part;
  return (
    <>
      <PageHeader title={text.settings.title}>
        <Leave />
      </PageHeader>
      <div className={classes.settings} data-reads>
        <nav className={classes.tabs} aria-label={text.settings.title}>
          {tabs.map((name) => {
            const Icon = PARTS[name].icon;
            return (
              <Link
                key={name}
                to="/settings"
                search={{ tab: name }}
                className={classes.tab}
                aria-current={name === tab ? "page" : undefined}
                data-open={name === tab || undefined}
                ref={name === tab ? intoView : undefined}
              >
                <Icon size={17} aria-hidden="true" />
                {text.settings.tabs[name]}
              </Link>
            );
          })}
        </nav>
        <div className={classes.part} key={tab}>
          <Part />
        </div>
      </div>
    </>
  );
}

/** On a phone the parts are in one row, which is scrolled to the one that is open. */
function intoView(link: HTMLAnchorElement | null): void {
  const row = link?.parentElement;
  if (link !== null && row) row.scrollLeft = link.offsetLeft - row.offsetLeft - 16;
}

function Leave() {
  const text = useText();
  const toasts = useToasts();
  const session = useSession();
  const [asked, question] = useDisclosure(false);
  // Who has no account has no password to come in again with.
  const isForGood = session.state === "known" && session.account === null;
  const leaving = useMutation({
    mutationFn: () => logOut(),
    // A new page: nothing of what was seen stays in this one's memory.
    onSuccess: () => window.location.assign(`${HOME}/`),
    onError: toasts.failed,
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<LogOut size={15} aria-hidden="true" />}
        loading={leaving.isPending || leaving.isSuccess}
        onClick={() => (isForGood ? question.open() : leaving.mutate())}
      >
        {text.settings.logOut}
      </Button>
      <Sure
        opened={asked}
        onClose={question.close}
        title={text.settings.logOutTitle}
        help={text.settings.logOutHelp}
        deed={text.settings.logOut}
        pending={leaving.isPending || leaving.isSuccess}
        onYes={() => leaving.mutate()}
      />
    </>
  );
}
