import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { listUploadsOptions, listUploadsQueryKey } from "@/client/@tanstack/react-query.gen";
import { deleteUpload } from "@/client/sdk.gen";
import { useToasts } from "@/data/toasts";
import { useText } from "@/text";
import classes from "./Leftovers.module.css";

/** Says what was on its way when the page was closed, and how it goes on. */
export function Leftovers() {
  const text = useText().upload.unfinished;
  const queries = useQueryClient();
  const toasts = useToasts();
  const asked = useQuery({ ...listUploadsOptions(), staleTime: 0 });
  const left = asked.data ?? [];
  const discarding = useMutation({
    mutationFn: async () => {
      for (const { upload } of left) await deleteUpload({ path: { upload } });
    },
    onError: toasts.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: listUploadsQueryKey() }),
  });
  if (left.length === 0) return null;
  return (
    <div className={classes.left}>
      <History size={20} aria-hidden="true" />
      <p>{text.said(left.length)}</p>
      <Button
        variant="default"
        size="compact-md"
        loading={discarding.isPending}
        onClick={() => discarding.mutate()}
      >
        {text.discard}
      </Button>
    </div>
  );
}
