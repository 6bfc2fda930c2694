import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { useMay } from "@/data/session";
import { useText } from "@/text";
import { EmptyState } from "./EmptyState";

/** Stands below the head of a page that is about faces as long as there are none. */
export function NoFaces({ icon }: { icon: LucideIcon }) {
  const { common, people } = useText();
  const may = useMay("write");
  return (
    <EmptyState icon={icon} order={2} title={common.noFaces} help={common.noFacesHelp}>
      {may && (
        <Button component={Link} to="/upload">
          {people.addPhotos}
        </Button>
      )}
    </EmptyState>
  );
}
