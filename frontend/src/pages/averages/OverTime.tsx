import { Button } from "@mantine/core";
import { GalleryHorizontalEnd } from "lucide-react";
import type { AverageOut } from "@/client/types.gen";
import { useAsk } from "@/parts/average/useAsk";
import { useText } from "@/text";
import { type By, stripOrder } from "./orders";
import { Way } from "./Way";

const BYS: readonly By[] = ["year", "month", "collection"];

/** Starts averages of the same set, one for each year, month or collection. */
export function OverTime({ average }: { average: AverageOut }) {
  const words = useText().averages.over;
  const starting = useAsk();
  const offered = BYS.filter((by) => by !== "collection" || !average.recipe.collection);
  return (
    <Way icon={GalleryHorizontalEnd} title={words.title} help={words.help}>
      {offered.map((by) => (
        <Button
          key={by}
          size="xs"
          variant="light"
          loading={starting.isPending && starting.variables.arguments?.["by"] === by}
          onClick={() => starting.mutate(stripOrder(average, by))}
        >
          {words[by]}
        </Button>
      ))}
    </Way>
  );
}
