'use client';

import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useMap } from 'react-leaflet';
import { discRadiusPx } from '#lib/store/cluster-cells.ts';
import { clusters as words } from '#lib/messages/en/clusters.ts';
import type { ClusterLayer } from './cluster-layer.ts';
import { partWords } from './cluster-parts.ts';

/** Who is in the cluster that the pointer is over, in words. */
export function ClusterCard({
  clusterKey,
  layer,
}: {
  readonly clusterKey: number;
  readonly layer: ClusterLayer;
}) {
  const map = useMap();
  const card = useRef<HTMLDivElement>(null);
  const find = () => layer.clusters().find(({ key }) => key === clusterKey);
  const [cluster, setCluster] = useState(find);

  useEffect(() => {
    const renew = () => setCluster(layer.clusters().find(({ key }) => key === clusterKey));
    renew();
    return layer.onFold(renew);
  }, [layer, clusterKey]);

  useEffect(() => {
    if (cluster === undefined) return;
    const place = () => {
      if (card.current === null) return;
      const { x, y } = map.latLngToContainerPoint(layer.placeOf(cluster));
      const above = y - discRadiusPx(cluster.count) - 6;
      card.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(above)}px) translate(-50%, -100%)`;
    };
    place();
    map.on('move', place);
    return () => void map.off('move', place);
  }, [map, layer, cluster]);

  if (cluster === undefined) return null;
  return createPortal(
    <div
      ref={card}
      aria-hidden="true"
      className="pointer-events-none absolute start-0 top-0 z-[800] w-max max-w-64 rounded-md bg-raised px-2.5 py-1.5 text-dense shadow-raised"
    >
      <div className="font-medium text-ink">{words.drivers(cluster.count)}</div>
      <div className="text-muted tabular-nums">{partWords(cluster).join(', ')}</div>
    </div>,
    map.getContainer(),
  );
}
