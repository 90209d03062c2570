-- The next batch to send is read from its front, however many orders wait. Small: an order leaves it when the warehouse accepts it.
CREATE INDEX "Order_ready_to_send" ON "Order" ("connectionId", "sendAttempts", "importedAt", id) WHERE status = 'ready';
