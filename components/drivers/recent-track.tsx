'use client';

import useSWR from 'swr';
import { DetailSection, Fact } from '#components/dispatch/detail-frame.tsx';
import { writeDistance, writeDuration, writeSpeed } from '#components/dispatch/measures.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { bffGet } from '#lib/api/bff.ts';
import { recordedTrack, type RecordedTrack } from '#lib/domain/recorded-track.ts';
import { speedColumns, trackSummary } from '#lib/domain/track-summary.ts';
import { common } from '#lib/messages/en/common.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { TrackAnswer } from './driver-answers.ts';

const SPAN_MS = 15 * 60_000;
const REFRESH_MS = 15_000;
const COLUMNS = 90;
const HEIGHT = 36;

/** What the driver did in the last quarter of an hour. */
export function RecentTrack({ driverId }: { readonly driverId: number }) {
  const { clock } = useLiveStore();
  const { data, error, mutate } = useSWR(
    ['track', driverId] as const,
    async ([, id]) => {
      const toMs = clock.nowMs();
      const from = new Date(toMs - SPAN_MS).toISOString();
      const answer = await bffGet(`/drivers/${id}/positions?from=${encodeURIComponent(from)}`, TrackAnswer);
      return { track: recordedTrack(answer.data), fromMs: toMs - SPAN_MS, toMs };
    },
    { refreshInterval: REFRESH_MS, keepPreviousData: false },
  );
  return (
    <DetailSection title={words.section.track}>
      {data !== undefined ? (
        data.track.size === 0 ? (
          <p className="text-dense text-muted">{words.track.none}</p>
        ) : (
          <Track {...data} />
        )
      ) : error === undefined ? (
        <p className="text-dense text-muted">{words.track.loading}</p>
      ) : (
        <p className="flex items-center gap-2 text-dense text-muted">
          {words.track.failed}
          <Button size="sm" onClick={() => void mutate()}>
            {common.retry}
          </Button>
        </p>
      )}
    </DetailSection>
  );
}

function Track({
  track,
  fromMs,
  toMs,
}: {
  readonly track: RecordedTrack;
  readonly fromMs: number;
  readonly toMs: number;
}) {
  const summary = trackSummary(track);
  const columns = speedColumns(track, fromMs, toMs, COLUMNS);
  const top = Math.max(1, summary.topSpeedMps ?? 0);
  return (
    <>
      {summary.topSpeedMps !== null && (
        <figure className="m-0 mb-2">
          <svg
            viewBox={`0 0 ${COLUMNS} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={words.track.plotSentence(writeSpeed(summary.topSpeedMps))}
            className="h-9 w-full border-b border-line text-accent"
          >
            {columns.map((speed, column) =>
              speed === null ? null : (
                <rect
                  key={column}
                  x={column + 0.1}
                  width={0.8}
                  y={HEIGHT - Math.max(1, (speed / top) * HEIGHT)}
                  height={Math.max(1, (speed / top) * HEIGHT)}
                  fill="currentColor"
                />
              ),
            )}
          </svg>
          <figcaption className="mt-1 flex justify-between text-xs text-muted">
            <span>{words.track.ago}</span>
            <span>{words.track.now}</span>
          </figcaption>
        </figure>
      )}
      <dl>
        <Fact name={words.track.distance}>
          {words.track.summary(writeDistance(summary.distanceM), track.size)}
        </Fact>
        <Fact name={words.track.moving}>{writeDuration(summary.movingMs)}</Fact>
        {summary.topSpeedMps !== null && (
          <Fact name={words.track.topSpeed}>{writeSpeed(summary.topSpeedMps)}</Fact>
        )}
        <Fact name={words.track.stops}>{summary.stops}</Fact>
      </dl>
    </>
  );
}
