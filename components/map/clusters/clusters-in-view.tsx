'use client';

import type L from 'leaflet';
import { useRef, useState } from 'react';
import { clusters as words } from '#lib/messages/en/clusters.ts';
import type { FleetCluster } from '#lib/store/fleet-clusters.ts';
import type { InlinePadding } from '../visible-box.ts';
import { isInView } from '../visible-box.ts';
import { ChoiceList } from './choice-list.tsx';
import type { ClusterLayer } from './cluster-layer.ts';
import { partWords } from './cluster-parts.ts';

const MAX_LISTED = 50;

/** The way to the clusters without a pointer: a button that appears when it has the focus, and their list. */
export function ClustersInView({
  map,
  layer,
  paddingInline,
  onOpen,
}: {
  readonly map: L.Map;
  readonly layer: ClusterLayer;
  readonly paddingInline: InlinePadding;
  readonly onOpen: (cluster: FleetCluster) => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [listed, setListed] = useState<readonly FleetCluster[] | null>(null);
  const open = () =>
    setListed(
      layer
        .clusters()
        .filter((cluster) => isInView(map, layer.placeOf(cluster), paddingInline, 0))
        .toSorted((a, b) => b.count - a.count),
    );
  const more = (listed?.length ?? 0) - MAX_LISTED;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={listed !== null}
        onClick={open}
        className="absolute top-3 z-[500] rounded-md bg-raised px-2.5 py-1.5 text-dense text-ink shadow-panel not-focus:not-aria-expanded:sr-only"
        style={{ insetInlineStart: `${12 + paddingInline.start}px` }}
      >
        {words.inView}
      </button>
      {listed !== null && (
        <ChoiceList
          title={words.inView}
          choices={listed.slice(0, MAX_LISTED).map((cluster) => ({
            key: cluster.key,
            label: words.summary(cluster.count, partWords(cluster)),
          }))}
          note={listed.length === 0 ? words.noneInView : more > 0 ? words.moreClusters(more) : null}
          anchor={{ getBoundingClientRect: () => button.current?.getBoundingClientRect() ?? new DOMRect() }}
          align="start"
          onChoose={(key) => {
            setListed(null);
            const cluster = listed.find((candidate) => candidate.key === key);
            if (cluster !== undefined) onOpen(cluster);
          }}
          onClose={() => setListed(null)}
        />
      )}
    </>
  );
}
