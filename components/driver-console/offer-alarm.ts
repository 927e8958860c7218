/** A sound that carries over an engine: two short rising tones. Browsers allow it after a gesture only. */
export interface OfferAlarm {
  /** To be called from a gesture. */
  unlock(): void;
  ready(): boolean;
  subscribe(listener: () => void): () => void;
  /** Sounds and vibrates now and every few seconds until it is stopped. */
  start(): void;
  stop(): void;
  /** Gives the sound back; a later `unlock` takes it again. */
  close(): void;
}

const REPEAT_MS = 2_500;
const VIBRATION_MS = [300, 150, 300];
const TONES_HZ = [740, 988];
const TONE_S = 0.16;
const LOUDNESS = 0.35;

export function createOfferAlarm(): OfferAlarm {
  const listeners = new Set<() => void>();
  let audio: AudioContext | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;

  const notify = () => {
    for (const listener of listeners) listener();
  };
  const ring = () => {
    // Without an earlier gesture the browser ignores it, and says so in its console only.
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(VIBRATION_MS);
    if (audio?.state === 'running')
      TONES_HZ.forEach((hz, index) => playTone(audio, hz, index * TONE_S * 1.4));
  };

  return {
    unlock() {
      if (!('AudioContext' in window)) return;
      if (audio === null) {
        audio = new AudioContext();
        audio.addEventListener('statechange', notify);
      }
      if (audio.state !== 'running') void audio.resume().then(notify, notify);
    },
    ready: () => audio?.state === 'running',
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (timer !== null) return;
      ring();
      timer = setInterval(ring, REPEAT_MS);
    },
    stop() {
      if (timer === null) return;
      clearInterval(timer);
      timer = null;
      if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(0);
    },
    close() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      void audio?.close();
      audio = null;
    },
  };
}

function playTone(audio: AudioContext | null, hz: number, delayS: number): void {
  if (audio === null) return;
  const startS = audio.currentTime + delayS;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hz;
  // Ramps instead of steps: a step clicks.
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(LOUDNESS, startS + 0.015);
  gain.gain.linearRampToValueAtTime(0, startS + TONE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(startS);
  oscillator.stop(startS + TONE_S);
}
