import { Button, Modal, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createJob } from "@/client/sdk.gen";
import type { JobOrder } from "@/client/types.gen";
import type { AveragesView } from "@/data/averageView";
import { refresh } from "@/data/queries";
import { Refused } from "@/parts/Refused";
import { faultOf } from "@/parts/useErrorWords";
import { useFormat, useText } from "@/text";
import { GenderField } from "./GenderField";
import { NarrowFields } from "./NarrowFields";
import classes from "./NewAverage.module.css";
import { WhoFields } from "./WhoFields";
import { missingIn, ordersOf, titleOfWish, titlesOf, type Wish, wishOf } from "./wish";

const LONGEST_TITLE = 200; // characters: more than fits below a picture

interface NewAverageProps {
  /** What the address asks for. */
  view: AveragesView;
  /** Titles that averages have already. */
  taken: readonly string[];
  onClose: () => void;
}

/** Asks of whom a new average is; everything has an answer that one can leave as it is. */
export function NewAverage({ view, taken, onClose }: NewAverageProps) {
  const text = useText();
  const format = useFormat();
  const words = text.averages.form;
  const narrow = useMediaQuery("(max-width: 767px)");
  const [wish, setWish] = useState<Wish>(() => wishOf(view));
  const [tried, setTried] = useState(false);
  const making = useMake(onClose);
  const change = (next: Partial<Wish>): void => setWish((before) => ({ ...before, ...next }));
  const missing = missingIn(wish);
  const replaced = titlesOf(text, format, wish).find((title) => taken.includes(title));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (missing === null) making.mutate(ordersOf(text, format, wish));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      fullScreen={narrow ?? false}
      title={words.title}
      closeButtonProps={{ "aria-label": text.common.close }}
      classNames={{ title: classes.title ?? "" }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <WhoFields wish={wish} onChange={change} missing={tried ? missing : null} />
        <GenderField wish={wish} onChange={change} />
        <NarrowFields wish={wish} onChange={change} />
        <TextInput
          label={words.name}
          value={titleOfWish(text, format, wish)}
          maxLength={LONGEST_TITLE}
          error={
            (tried && missing === "title" ? words.nameMissing : undefined) ??
            faultOf(making.error, "title")
          }
          description={replaced === undefined ? undefined : words.replaces(replaced)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Refused error={making.error} />
        <div className={classes.foot}>
          <p className={classes.note}>{words.optedOut}</p>
          <Button type="submit" size="md" loading={making.isPending} data-autofocus>
            {wish.gender === "both" ? words.makeTwo : words.make}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function useMake(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (orders: readonly JobOrder[]) => {
      for (const order of orders) await createJob({ body: order });
    },
    onSuccess: onDone, // the picture is seen to come in the gallery
    onSettled: () => refresh(queries, ["jobs"]),
  });
}
