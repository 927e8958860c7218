/** The layout has said the reason already. */
export default function NothingToTrack() {
  return null;
}
