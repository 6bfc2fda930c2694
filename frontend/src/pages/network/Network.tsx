import { ActionIcon, Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { RefreshCw, Waypoints } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { isMissing, useNetwork } from "@/data/network";
import { networkViewOf } from "@/data/networkView";
import { useMay } from "@/data/session";
import { useAsk } from "@/parts/average/useAsk";
import { EmptyState } from "@/parts/EmptyState";
import { isOver } from "@/parts/job/useLiveJob";
import { NoFaces } from "@/parts/NoFaces";
import { PageHeader } from "@/parts/PageHeader";
import { useIsFaceless } from "@/parts/useIsFaceless";
import { useFormat, useText } from "@/text";
import { Explorer } from "./Explorer";
import { ExportMenu } from "./ExportMenu";
import { Making } from "./Making";
import classes from "./Network.module.css";
import { nodesSaid } from "./Stage";
import { useNetworkJob } from "./useNetworkJob";

const SMALL = "(max-width: 767px)";

/** Who resembles whom: people or faces, joined where they look alike. */
export function Network() {
  const text = useText();
  const words = text.network;
  const view = networkViewOf(useSearch({ from: "/network" }));
  const of = view.of ?? "people";
  const navigate = useNavigate();
  const faceless = useIsFaceless();
  const may = useMay("write") && !faceless;
  const isSmall = useMediaQuery(SMALL, false, { getInitialValueInEffect: false });
  const asking = useAsk();
  const asked = useNetwork(of);
  const network = asked.data;
  const missing = network === undefined && isMissing(asked.error);
  const { job, isKnown } = useNetworkJob(of);
  const busy = job !== undefined && !isOver(job);
  const make = (): void => asking.mutate({ kind: "network", arguments: { of } });

  // Nobody has to ask for the first one. One that failed or was stopped is not begun again.
  const isWanted = missing && may && isKnown && job === undefined && asking.isIdle;
  const begin = useEffectEvent(make);
  useEffect(() => {
    if (isWanted) begin();
  }, [isWanted]);

  if (missing && faceless) {
    return (
      <>
        <PageHeader title={words.title} />
        <NoFaces icon={Waypoints} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={words.title} {...(missing ? {} : { about: <About network={network} /> })}>
        <SegmentedControl
          aria-label={words.kind}
          value={of}
          onChange={(value) =>
            void navigate({ to: "/network", search: value === "faces" ? { of: "faces" } : {} })
          }
          data={[
            { value: "people", label: words.ofPeople },
            { value: "faces", label: words.ofFaces },
          ]}
          radius="xl"
        />
        {network !== undefined && <ExportMenu of={of} isSmall={isSmall} />}
        {may && network !== undefined && !busy && (
          <Again isSmall={isSmall} isAsking={asking.isPending} onClick={make} />
        )}
      </PageHeader>
      <Making job={job} made={network?.made} />
      {network !== undefined ? (
        <div className={classes.page}>
          {network.nodes.id.length === 0 ? (
            <EmptyState
              icon={Waypoints}
              order={2}
              title={words.nobodyIn}
              help={words.nobodyInHelp}
            />
          ) : (
            <Explorer
              key={`${network.made} ${of} ${network.nodes.id.length}`}
              network={network}
              view={view}
              onView={(next) => void navigate({ to: "/network", search: next, resetScroll: false })}
            />
          )}
        </div>
      ) : missing ? (
        !busy && (
          <EmptyState
            icon={Waypoints}
            order={2}
            title={words.empty}
            help={may ? words.emptyHelp : `${words.emptyHelp} ${words.emptyReadOnly}`}
          >
            {may && (
              <Button loading={asking.isPending} onClick={make}>
                {words.make}
              </Button>
            )}
          </EmptyState>
        )
      ) : (
        <div className={classes.page}>
          <Skeleton className={classes.place ?? ""} radius="lg" />
        </div>
      )}
    </>
  );
}

interface AgainProps {
  isSmall: boolean;
  isAsking: boolean;
  onClick: () => void;
}

function Again({ isSmall, isAsking, onClick }: AgainProps) {
  const words = useText().network;
  const icon = <RefreshCw size={isSmall ? 18 : 15} aria-hidden="true" />;
  return isSmall ? (
    <ActionIcon
      variant="default"
      size={40}
      radius="xl"
      aria-label={words.again}
      loading={isAsking}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  ) : (
    <Button variant="default" leftSection={icon} loading={isAsking} onClick={onClick}>
      {words.again}
    </Button>
  );
}

function About({ network }: { network: NetworkOut | undefined }) {
  const text = useText();
  const format = useFormat();
  if (network === undefined) return text.common.loading;
  const { of, nodes, made, left_out } = network;
  const ago = format.ago(made);
  const shown = nodesSaid(text, of, nodes.id.length);
  return left_out > 0
    ? text.network.aboutSome(shown, format.number(left_out), ago)
    : text.network.about(shown, ago);
}
