-- Every vendor call writes here twice, and waiting for the disk each time was the largest part of a write-back. What a crash of the server forgets is at most one window
-- of calls, and what the vendor's headers say again with the next answer.
ALTER TABLE "CallBudget" SET UNLOGGED;
