// Loaded into every process that `npm start` starts: when the launcher is gone without saying goodbye, they go too and free their ports.
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
}, 1_000).unref();
