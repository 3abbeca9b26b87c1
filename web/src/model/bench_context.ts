import { createContext } from "@lit/context";

import type { BenchModel } from "./bench_model";

/** The bench of a page: `pb-page` provides it, each element below that shows it consumes it. */
export const benchContext = createContext<BenchModel>(Symbol("bench"));
