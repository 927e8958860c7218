/** Nothing is selected: the desk itself is in the layout. */
export default function DispatchPage() {
  return null;
}
