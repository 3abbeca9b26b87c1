import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Ends a subscription. */
export type Unsubscribe = () => void;

/**
 * The subscriptions of an element: `subscribe` makes them each time the element is connected, and all of them end when
 * it is disconnected. An element that is attached again is therefore live again. `subscribe` also reads what changed
 * meanwhile; an update follows it.
 */
export class Subscriptions implements ReactiveController {
  private ends: Unsubscribe[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly subscribe: () => Unsubscribe[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.ends = this.subscribe();
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const end of this.ends.splice(0)) end();
  }
}

/** Subscribes to an event of a target such as `window`. */
export function listen(target: EventTarget | undefined, name: string, listener: (event: Event) => void): Unsubscribe {
  target?.addEventListener(name, listener);
  return () => target?.removeEventListener(name, listener);
}
