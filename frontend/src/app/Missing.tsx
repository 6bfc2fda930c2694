import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { EmptyState } from "@/parts/EmptyState";
import { useText } from "@/text";

/** For addresses that lead nowhere. */
export function Missing() {
  const text = useText();
  return (
    <EmptyState icon={Compass} title={text.common.notFound} help={text.common.notFoundHelp}>
      <Button component={Link} to="/photos">
        {text.common.home}
      </Button>
    </EmptyState>
  );
}
