import { Button, Menu } from "@mantine/core";
import { ChevronDown, ImageUp } from "lucide-react";
import { useState } from "react";
import type { AverageOut } from "@/client/types.gen";
import { useAsk } from "@/parts/average/useAsk";
import { useText } from "@/text";
import { templateOrder } from "./orders";
import { TemplatePhoto } from "./TemplatePhoto";
import { Way } from "./Way";

interface OnTemplateProps {
  average: AverageOut;
  others: readonly AverageOut[];
}

/** Starts a picture of an average on a portrait, beside another one, or on a photo. */
export function OnTemplate({ average, others }: OnTemplateProps) {
  const words = useText().averages.template;
  const starting = useAsk();
  const [choosing, setChoosing] = useState(false);
  const start = (other: AverageOut | null, on: string): void =>
    starting.mutate(templateOrder(average, other, on));
  return (
    <Way icon={ImageUp} title={words.title} help={words.help}>
      <Button size="xs" variant="light" onClick={() => start(null, "single")}>
        {words.single}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              size="xs"
              variant="light"
              rightSection={<ChevronDown size={14} aria-hidden="true" />}
            >
              {words.pair}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
            {others.map((other) => (
              <Menu.Item key={other.average} onClick={() => start(other, "pair")}>
                {other.title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Button size="xs" variant="light" onClick={() => setChoosing(true)}>
        {words.photo}
      </Button>
      {choosing && (
        <TemplatePhoto
          others={others}
          onClose={() => setChoosing(false)}
          onChoose={(photo, other) => {
            start(other, photo);
            setChoosing(false);
          }}
        />
      )}
    </Way>
  );
}
