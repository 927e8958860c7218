export default function Page() {
  return <p>base</p>;
}
