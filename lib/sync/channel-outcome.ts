/** `busy`: another process holds the channel. `lost`: another took it over while this one was at work. `more`: work is left for the next slice of time. */
export type ChannelOutcome = "busy" | "off" | "more" | "succeeded" | "failed" | "lost";
