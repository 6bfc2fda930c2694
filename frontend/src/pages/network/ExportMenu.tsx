import { ActionIcon, Button, Menu } from "@mantine/core";
import { Braces, Code, Download, FileImage, Globe, Image, Share2 } from "lucide-react";
import type { NetworkOut } from "@/client/types.gen";
import { save } from "@/data/download";
import { type NetworkFormat, networkFile } from "@/data/files";
import { useText } from "@/text";

const FORMATS: readonly [NetworkFormat, typeof Globe][] = [
  ["html", Globe],
  ["png", Image],
  ["svg", FileImage],
  ["graphml", Share2],
  ["json", Braces],
  ["cypher", Code],
];

/** The network as a file: to look at without a server, to print, or for other programs. */
export function ExportMenu({ of, isSmall }: { of: NetworkOut["of"]; isSmall: boolean }) {
  const words = useText().network;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        {isSmall ? (
          <ActionIcon variant="default" size={40} radius="xl" aria-label={words.export}>
            <Download size={18} aria-hidden="true" />
          </ActionIcon>
        ) : (
          <Button variant="default" leftSection={<Download size={15} aria-hidden="true" />}>
            {words.export}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(([format, Icon]) => (
          <Menu.Item
            key={format}
            leftSection={<Icon size={16} aria-hidden="true" />}
            onClick={() => save(networkFile(of, format))}
          >
            {words.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
