import {
  AlarmClock,
  CircleDashed,
  Clock,
  PhoneMissed,
  ThumbsDown,
  WifiOff,
  type LucideIcon,
} from 'lucide-react';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Attention } from './ticket-attention.ts';

interface Look {
  readonly icon: LucideIcon;
  readonly tone: BadgeTone;
  readonly word: string;
}

/** Why a ticket needs a person: a shape and a word. */
export function AttentionMark({ attention }: { readonly attention: Attention }) {
  const { icon: Icon, tone, word } = lookOf(attention);
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}

/** The reason in one sentence. @param duration how long it has been so, in words */
export function attentionSentence(attention: Attention, duration: string): string {
  switch (attention.kind) {
    case 'late':
      return words.attentionSentence.late(duration);
    case 'offer_failed':
      return attention.offer === 'declined'
        ? words.attentionSentence.offer_declined(duration)
        : words.attentionSentence.offer_expired(duration);
    case 'unassigned':
      return words.attentionSentence.unassigned(duration);
    case 'no_signal':
      return words.attentionSentence.no_signal(duration);
    case 'running_late':
      return words.attentionSentence.running_late();
  }
}

function lookOf(attention: Attention): Look {
  switch (attention.kind) {
    case 'late':
      return { icon: AlarmClock, tone: 'danger', word: words.attention.late };
    case 'offer_failed':
      return attention.offer === 'declined'
        ? { icon: ThumbsDown, tone: 'danger', word: words.attention.offer_declined }
        : { icon: PhoneMissed, tone: 'danger', word: words.attention.offer_expired };
    case 'unassigned':
      return { icon: CircleDashed, tone: 'warn', word: words.attention.unassigned };
    case 'no_signal':
      return { icon: WifiOff, tone: 'warn', word: words.attention.no_signal };
    case 'running_late':
      return { icon: Clock, tone: 'warn', word: words.attention.running_late };
  }
}
