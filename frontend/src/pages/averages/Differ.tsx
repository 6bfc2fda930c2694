import { Button } from "@mantine/core";
import { ScanEye } from "lucide-react";
import type { AverageOut } from "@/client/types.gen";
import { useAsk } from "@/parts/average/useAsk";
import { useText } from "@/text";
import { Way } from "./Way";

/** Starts the picture that shows where the faces of an average differ most. */
export function Differ({ average }: { average: AverageOut }) {
  const words = useText().averages.differ;
  const starting = useAsk();
  return (
    <Way icon={ScanEye} title={words.title} help={words.help}>
      <Button
        size="xs"
        variant="light"
        loading={starting.isPending}
        onClick={() =>
          starting.mutate({ kind: "average_difference", arguments: { average: average.average } })
        }
      >
        {words.make}
      </Button>
    </Way>
  );
}
