import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft, Download, Ellipsis, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  getAverageOptions,
  listAveragePicturesOptions,
  listAveragesOptions,
} from "@/client/@tanstack/react-query.gen";
import { removeAverage } from "@/client/sdk.gen";
import type { AverageOut } from "@/client/types.gen";
import { averagePicture } from "@/data/pictures";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { AverageImage } from "@/parts/average/AverageImage";
import { Making } from "@/parts/average/Making";
import { remakes } from "@/parts/average/makings";
import { useAsk } from "@/parts/average/useAsk";
import { type Makings, useMakings } from "@/parts/average/useMakings";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { Sure } from "@/parts/Sure";
import { useText } from "@/text";
import classes from "./Average.module.css";
import { Compare } from "./Compare";
import { Facts } from "./Facts";
import { PictureDialog } from "./PictureDialog";
import { SeeMore } from "./SeeMore";
import { WentIn } from "./WentIn";

const route = getRouteApi("/averages/$average");

/** One average: large, with what it is made of, and what can be made of it. */
export function Average() {
  const { average: id } = route.useParams();
  const { picture, beside } = route.useSearch();
  const navigate = route.useNavigate();
  const text = useText();
  const makings = useMakings();
  const asked = useQuery({ ...getAverageOptions({ path: { average: id } }), throwOnError: true });
  const all = useQuery(listAveragesOptions());
  const drawn = useQuery(listAveragePicturesOptions());
  const average = asked.data;
  if (average === undefined) return <Place />;
  const others = all.data?.filter((one) => one.average !== id && one.made !== null);
  return (
    <>
      <PageHeader
        title={average.title}
        about={
          <Link to="/averages" className={classes.back}>
            <ArrowLeft size={14} aria-hidden="true" />
            {text.averages.one.back}
          </Link>
        }
      >
        <Actions average={average} />
      </PageHeader>
      <PageBody>
        <div className={classes.top}>
          <Picture average={average} makings={makings} />
          <Facts average={average} />
        </div>
        <WentIn people={average.recipe.people ?? []} />
        {average.made !== null && (
          <>
            <SeeMore
              average={average}
              others={others ?? []}
              pictures={drawn.data ?? []}
              makings={makings}
            />
            {others !== undefined && (
              <Compare
                average={average}
                others={others}
                beside={beside}
                onChoose={(other) =>
                  void navigate({
                    search: other === null ? {} : { beside: other },
                    replace: true,
                    resetScroll: false,
                  })
                }
              />
            )}
          </>
        )}
      </PageBody>
      {picture !== undefined && (
        <PictureDialog
          picture={picture}
          onClose={() =>
            void navigate({ search: ({ picture: _, ...rest }) => rest, resetScroll: false })
          }
        />
      )}
    </>
  );
}

function Place() {
  const text = useText();
  return (
    <>
      <PageHeader title={text.averages.title} about={text.common.loading} />
      <PageBody>
        <div className={classes.top}>
          <Skeleton className={classes.picture ?? ""} radius={28} />
          <Skeleton height={320} radius="lg" />
        </div>
      </PageBody>
    </>
  );
}

function Picture({ average, makings }: { average: AverageOut; makings: Makings }) {
  const text = useText();
  const words = text.averages;
  const may = useMay("write");
  const starting = useAsk();
  const { average: id, title, made } = average;
  const job = makings.jobs.find((one) => remakes(one, id));
  if (job !== undefined) {
    return (
      <div className={classes.picture} data-empty>
        <Making bare job={job} title={title} onDismiss={() => makings.dismiss(job.job)} />
      </div>
    );
  }
  if (made !== null) {
    return (
      <div className={classes.picture}>
        <AverageImage first src={averagePicture(id, made)} alt={words.alt(title)} />
      </div>
    );
  }
  return (
    <div className={classes.picture} data-empty>
      <div className={classes.outdated}>
        <RefreshCw size={30} strokeWidth={1.6} aria-hidden="true" />
        <p className={classes.outdatedTitle}>{words.outdated}</p>
        <p>{words.outdatedHelp}</p>
        {may && (
          <Button
            loading={starting.isPending}
            onClick={() => starting.mutate({ kind: "averages", arguments: { averages: [id] } })}
          >
            {words.again}
          </Button>
        )}
      </div>
    </div>
  );
}

function Actions({ average }: { average: AverageOut }) {
  const text = useText();
  const words = text.averages.one;
  const may = useMay("write");
  const [asking, setAsking] = useState(false);
  const removing = useRemove();
  const { average: id, made, title } = average;
  return (
    <>
      {made !== null && (
        <Button
          component="a"
          href={averagePicture(id, made, true)}
          download
          leftSection={<Download size={16} aria-hidden="true" />}
        >
          {words.download}
        </Button>
      )}
      {may && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={40} variant="default" aria-label={words.more}>
              <Ellipsis size={18} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              color="red"
              leftSection={<Trash2 size={16} aria-hidden="true" />}
              onClick={() => setAsking(true)}
            >
              {words.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Sure
        opened={asking}
        onClose={() => setAsking(false)}
        title={words.removeTitle(title)}
        help={words.removeHelp}
        deed={words.removeYes}
        pending={removing.isPending}
        onYes={() => removing.mutate(id)}
      />
    </>
  );
}

function useRemove() {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  return useMutation({
    mutationFn: (average: string) => removeAverage({ path: { average } }),
    onSuccess: async () => {
      toasts.told(text.averages.one.removed);
      await navigate({ to: "/averages", search: {} }); // before this page asks for what is gone
      refresh(queries, ["people"]);
    },
    onError: toasts.failed,
  });
}
