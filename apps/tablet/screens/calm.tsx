import { onMount, type JSX } from 'solid-js';

/** A screen on which nothing is asked: one thing said, large. */
export function Calm(props: { title: string; children: JSX.Element }) {
  let title: HTMLHeadingElement | undefined;
  onMount(() => {
    window.scrollTo(0, 0);
    title?.focus({ preventScroll: true });
  });
  return (
    <main class="calm">
      <h1
        tabindex="-1"
        ref={(element) => {
          title = element;
        }}
      >
        {props.title}
      </h1>
      {props.children}
    </main>
  );
}
