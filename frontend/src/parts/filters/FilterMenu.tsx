import { Popover } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ChevronDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./FilterMenu.module.css";

interface FilterMenuProps {
  icon: LucideIcon;
  label: string;
  /** Whether something of it narrows the photos down now. */
  active: boolean;
  children: (close: () => void) => ReactNode;
}

/** A button that opens one way to narrow the photos down. */
export function FilterMenu({ icon: Icon, label, active, children }: FilterMenuProps) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover
      opened={opened}
      onChange={(open) => open || close()}
      position="bottom-start"
      radius="lg"
      shadow="lg"
      trapFocus
      returnFocus
      withinPortal
      width={330}
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          data-active={active || undefined}
          onClick={toggle}
        >
          <Icon size={16} aria-hidden="true" />
          {label}
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} className={classes.menu}>
        {children(close)}
      </Popover.Dropdown>
    </Popover>
  );
}
