-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "dataKeySealed" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "revokedAt" TIMESTAMPTZ(6),
    "userAgent" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "merchantId" UUID,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Merchant" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Merchant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Store" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "merchantId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "environment" TEXT NOT NULL DEFAULT 'production',
    "signInRefusedAt" TIMESTAMPTZ(6),
    "signInRefusal" JSONB,
    "lastProof" JSONB,
    "lastProofAt" TIMESTAMPTZ(6),
    "learned" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Store_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Warehouse" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "environment" TEXT NOT NULL DEFAULT 'production',
    "signInRefusedAt" TIMESTAMPTZ(6),
    "signInRefusal" JSONB,
    "lastProof" JSONB,
    "lastProofAt" TIMESTAMPTZ(6),
    "webhookTokenHash" TEXT NOT NULL,
    "webhooksRegisteredAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Warehouse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Credential" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "ownerKind" TEXT NOT NULL,
    "ownerId" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "storeId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "accessTokenSealed" TEXT,
    "refreshTokenSealed" TEXT,
    "expiresAt" TIMESTAMPTZ(6),
    "obtainedAt" TIMESTAMPTZ(6),
    "generation" INTEGER NOT NULL DEFAULT 0,
    "refusedFingerprint" TEXT,

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("storeId")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "merchantId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "storeId" UUID NOT NULL,
    "warehouseId" UUID NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "enabledAt" TIMESTAMPTZ(6),
    "orderPrefix" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Channel" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "pausedBy" TEXT,
    "pausedAt" TIMESTAMPTZ(6),
    "everySeconds" INTEGER NOT NULL,
    "cursor" JSONB NOT NULL DEFAULT '{}',
    "nextDueAt" TIMESTAMPTZ(6),
    "sweepDueAt" TIMESTAMPTZ(6),
    "lastRunAt" TIMESTAMPTZ(6),
    "lastOkAt" TIMESTAMPTZ(6),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "leaseNo" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(6),
    "leaseOwner" TEXT,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "merchantId" UUID NOT NULL,
    "storeId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "warehouseId" UUID NOT NULL,
    "sourceKind" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "statusSince" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "statusReason" TEXT,
    "resumeStatus" TEXT,
    "problemId" UUID,
    "warehouseKey" TEXT NOT NULL,
    "warehouseRef" TEXT,
    "customerId" TEXT,
    "customerName" TEXT,
    "shipTo" JSONB NOT NULL,
    "shipVia" TEXT,
    "shipMethod" JSONB,
    "shipByAt" TIMESTAMPTZ(6),
    "sourceStatus" TEXT NOT NULL,
    "sourceModifiedAt" TIMESTAMPTZ(6) NOT NULL,
    "contentHash" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "lateChange" JSONB,
    "unitsOrdered" DECIMAL(19,6) NOT NULL,
    "unitsShipped" DECIMAL(19,6) NOT NULL DEFAULT 0,
    "sendAttempts" INTEGER NOT NULL DEFAULT 0,
    "sendingSince" TIMESTAMPTZ(6),
    "nextSendAt" TIMESTAMPTZ(6),
    "importedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acceptedAt" TIMESTAMPTZ(6),
    "shippedAt" TIMESTAMPTZ(6),
    "completedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderLine" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "lineRef" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "warehouseSku" TEXT NOT NULL,
    "description" TEXT,
    "uom" TEXT,
    "erpWarehouseId" TEXT,
    "quantity" DECIMAL(19,6) NOT NULL,
    "shippedQuantity" DECIMAL(19,6) NOT NULL DEFAULT 0,
    "unitPrice" DECIMAL(19,6),

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Shipment" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "warehouseId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "carrier" TEXT,
    "service" TEXT,
    "shippedAt" TIMESTAMPTZ(6) NOT NULL,
    "createdAtWarehouse" TIMESTAMPTZ(6) NOT NULL,
    "voided" BOOLEAN NOT NULL DEFAULT false,
    "voidedAt" TIMESTAMPTZ(6),
    "cost" DECIMAL(19,4),
    "raw" JSONB NOT NULL,
    "collectedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Shipment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShipmentLine" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "shipmentId" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "lineRef" TEXT NOT NULL,
    "quantity" DECIMAL(19,6) NOT NULL,
    "reportedQuantity" DECIMAL(19,6) NOT NULL,

    CONSTRAINT "ShipmentLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Package" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "shipmentId" UUID NOT NULL,
    "trackingNumber" TEXT NOT NULL,
    "weight" DECIMAL(19,4),
    "weightUnit" TEXT,
    "dimensions" JSONB,

    CONSTRAINT "Package_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WriteBack" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "shipmentId" UUID NOT NULL,
    "targetOrderId" UUID NOT NULL,
    "erpWarehouseId" TEXT NOT NULL DEFAULT '',
    "action" TEXT NOT NULL DEFAULT 'write',
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "statusSince" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "statusReason" TEXT,
    "reference" TEXT NOT NULL,
    "target" TEXT,
    "writtenAt" TIMESTAMPTZ(6),
    "confirmedAt" TIMESTAMPTZ(6),
    "doneAt" TIMESTAMPTZ(6),
    "operationUrl" TEXT,
    "operationStartedAt" TIMESTAMPTZ(6),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(6),
    "leaseNo" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(6),
    "problemId" UUID,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WriteBack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mapping" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "counters" JSONB NOT NULL DEFAULT '{}',
    "error" JSONB,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(6),
    "endedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Problem" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID,
    "storeId" UUID,
    "warehouseId" UUID,
    "key" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "nextStep" TEXT NOT NULL,
    "stops" TEXT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "nextAttemptAt" TIMESTAMPTZ(6),
    "closedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Problem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "orderId" UUID,
    "connectionId" UUID,
    "storeId" UUID,
    "warehouseId" UUID,
    "runId" UUID,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB,
    "exchangeId" UUID,
    "durationMs" INTEGER,
    "actorKind" TEXT NOT NULL DEFAULT 'system',
    "actorId" TEXT,
    "actorName" TEXT,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Exchange" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "storeId" UUID,
    "warehouseId" UUID,
    "runId" UUID,
    "label" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "requestHeaders" JSONB NOT NULL,
    "requestBody" TEXT,
    "status" INTEGER,
    "responseHeaders" JSONB,
    "responseBody" TEXT,
    "failure" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "durationMs" INTEGER NOT NULL,

    CONSTRAINT "Exchange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookInbox" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "warehouseId" UUID NOT NULL,
    "deliveryKey" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "times" INTEGER NOT NULL DEFAULT 1,
    "processedAt" TIMESTAMPTZ(6),

    CONSTRAINT "WebhookInbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(6),
    "expiresAt" TIMESTAMPTZ(6),
    "revokedAt" TIMESTAMPTZ(6),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyRecord" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CallBudget" (
    "key" TEXT NOT NULL,
    "stamps" TIMESTAMPTZ(6)[],
    "holders" TEXT[],
    "holdersUntil" TIMESTAMPTZ(6)[],
    "blockedUntil" TIMESTAMPTZ(6),
    "blockedReason" TEXT,
    "learnedLimit" INTEGER,

    CONSTRAINT "CallBudget_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "VaultCanary" (
    "id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "VaultCanary_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_slug_key" ON "Workspace"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "SignInAttempt_email_at_idx" ON "SignInAttempt"("email", "at");

-- CreateIndex
CREATE INDEX "SignInAttempt_address_at_idx" ON "SignInAttempt"("address", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_workspaceId_userId_key" ON "Membership"("workspaceId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Merchant_workspaceId_id_key" ON "Merchant"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Merchant_workspaceId_name_key" ON "Merchant"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Store_workspaceId_id_key" ON "Store"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Warehouse_webhookTokenHash_key" ON "Warehouse"("webhookTokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Warehouse_workspaceId_id_key" ON "Warehouse"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Credential_workspaceId_ownerKind_ownerId_field_key" ON "Credential"("workspaceId", "ownerKind", "ownerId", "field");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_workspaceId_storeId_key" ON "AccessToken"("workspaceId", "storeId");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_workspaceId_id_key" ON "Connection"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_storeId_warehouseId_key" ON "Connection"("storeId", "warehouseId");

-- CreateIndex
CREATE INDEX "Channel_nextDueAt_idx" ON "Channel"("nextDueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_workspaceId_id_key" ON "Channel"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_connectionId_kind_key" ON "Channel"("connectionId", "kind");

-- CreateIndex
CREATE INDEX "Order_warehouseId_warehouseKey_idx" ON "Order"("warehouseId", "warehouseKey");

-- CreateIndex
CREATE INDEX "Order_warehouseId_warehouseRef_idx" ON "Order"("warehouseId", "warehouseRef");

-- CreateIndex
CREATE INDEX "Order_connectionId_status_nextSendAt_idx" ON "Order"("connectionId", "status", "nextSendAt");

-- CreateIndex
CREATE INDEX "Order_workspaceId_importedAt_id_idx" ON "Order"("workspaceId", "importedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Order_workspaceId_status_importedAt_idx" ON "Order"("workspaceId", "status", "importedAt" DESC);

-- CreateIndex
CREATE INDEX "Order_workspaceId_number_idx" ON "Order"("workspaceId", "number");

-- CreateIndex
CREATE INDEX "Order_problemId_idx" ON "Order"("problemId");

-- CreateIndex
CREATE UNIQUE INDEX "Order_workspaceId_id_key" ON "Order"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Order_storeId_sourceKind_sourceKey_key" ON "Order"("storeId", "sourceKind", "sourceKey");

-- CreateIndex
CREATE INDEX "OrderLine_workspaceId_sku_idx" ON "OrderLine"("workspaceId", "sku");

-- CreateIndex
CREATE UNIQUE INDEX "OrderLine_orderId_lineRef_key" ON "OrderLine"("orderId", "lineRef");

-- CreateIndex
CREATE UNIQUE INDEX "Shipment_workspaceId_id_key" ON "Shipment"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Shipment_warehouseId_externalId_key" ON "Shipment"("warehouseId", "externalId");

-- CreateIndex
CREATE INDEX "ShipmentLine_orderId_idx" ON "ShipmentLine"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "ShipmentLine_shipmentId_orderId_lineRef_key" ON "ShipmentLine"("shipmentId", "orderId", "lineRef");

-- CreateIndex
CREATE INDEX "Package_shipmentId_idx" ON "Package"("shipmentId");

-- CreateIndex
CREATE INDEX "Package_workspaceId_trackingNumber_idx" ON "Package"("workspaceId", "trackingNumber");

-- CreateIndex
CREATE INDEX "WriteBack_connectionId_status_nextAttemptAt_idx" ON "WriteBack"("connectionId", "status", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "WriteBack_targetOrderId_idx" ON "WriteBack"("targetOrderId");

-- CreateIndex
CREATE UNIQUE INDEX "WriteBack_shipmentId_targetOrderId_erpWarehouseId_key" ON "WriteBack"("shipmentId", "targetOrderId", "erpWarehouseId");

-- CreateIndex
CREATE UNIQUE INDEX "Mapping_connectionId_kind_from_key" ON "Mapping"("connectionId", "kind", "from");

-- CreateIndex
CREATE UNIQUE INDEX "Mapping_workspaceId_id_key" ON "Mapping"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "Run_channelId_status_idx" ON "Run"("channelId", "status");

-- CreateIndex
CREATE INDEX "Run_workspaceId_createdAt_id_idx" ON "Run"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Run_workspaceId_id_key" ON "Run"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "Problem_workspaceId_closedAt_since_idx" ON "Problem"("workspaceId", "closedAt", "since");

-- CreateIndex
CREATE INDEX "Problem_connectionId_closedAt_idx" ON "Problem"("connectionId", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Problem_workspaceId_id_key" ON "Problem"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "Event_orderId_at_idx" ON "Event"("orderId", "at");

-- CreateIndex
CREATE INDEX "Event_connectionId_at_idx" ON "Event"("connectionId", "at" DESC);

-- CreateIndex
CREATE INDEX "Event_runId_at_idx" ON "Event"("runId", "at");

-- CreateIndex
CREATE INDEX "Event_workspaceId_at_idx" ON "Event"("workspaceId", "at" DESC);

-- CreateIndex
CREATE INDEX "Exchange_at_idx" ON "Exchange"("at");

-- CreateIndex
CREATE INDEX "Exchange_runId_idx" ON "Exchange"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookInbox_warehouseId_deliveryKey_key" ON "WebhookInbox"("warehouseId", "deliveryKey");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "IdempotencyRecord_createdAt_idx" ON "IdempotencyRecord"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "IdempotencyRecord_workspaceId_key_key" ON "IdempotencyRecord"("workspaceId", "key");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_workspaceId_merchantId_fkey" FOREIGN KEY ("workspaceId", "merchantId") REFERENCES "Merchant"("workspaceId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "Merchant" ADD CONSTRAINT "Merchant_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Store" ADD CONSTRAINT "Store_workspaceId_merchantId_fkey" FOREIGN KEY ("workspaceId", "merchantId") REFERENCES "Merchant"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_workspaceId_storeId_fkey" FOREIGN KEY ("workspaceId", "storeId") REFERENCES "Store"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_workspaceId_storeId_fkey" FOREIGN KEY ("workspaceId", "storeId") REFERENCES "Store"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_workspaceId_warehouseId_fkey" FOREIGN KEY ("workspaceId", "warehouseId") REFERENCES "Warehouse"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Channel" ADD CONSTRAINT "Channel_workspaceId_connectionId_fkey" FOREIGN KEY ("workspaceId", "connectionId") REFERENCES "Connection"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_workspaceId_storeId_fkey" FOREIGN KEY ("workspaceId", "storeId") REFERENCES "Store"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_workspaceId_connectionId_fkey" FOREIGN KEY ("workspaceId", "connectionId") REFERENCES "Connection"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_workspaceId_problemId_fkey" FOREIGN KEY ("workspaceId", "problemId") REFERENCES "Problem"("workspaceId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_workspaceId_orderId_fkey" FOREIGN KEY ("workspaceId", "orderId") REFERENCES "Order"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Shipment" ADD CONSTRAINT "Shipment_workspaceId_warehouseId_fkey" FOREIGN KEY ("workspaceId", "warehouseId") REFERENCES "Warehouse"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShipmentLine" ADD CONSTRAINT "ShipmentLine_workspaceId_shipmentId_fkey" FOREIGN KEY ("workspaceId", "shipmentId") REFERENCES "Shipment"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShipmentLine" ADD CONSTRAINT "ShipmentLine_workspaceId_orderId_fkey" FOREIGN KEY ("workspaceId", "orderId") REFERENCES "Order"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Package" ADD CONSTRAINT "Package_workspaceId_shipmentId_fkey" FOREIGN KEY ("workspaceId", "shipmentId") REFERENCES "Shipment"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WriteBack" ADD CONSTRAINT "WriteBack_workspaceId_shipmentId_fkey" FOREIGN KEY ("workspaceId", "shipmentId") REFERENCES "Shipment"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WriteBack" ADD CONSTRAINT "WriteBack_workspaceId_targetOrderId_fkey" FOREIGN KEY ("workspaceId", "targetOrderId") REFERENCES "Order"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WriteBack" ADD CONSTRAINT "WriteBack_workspaceId_problemId_fkey" FOREIGN KEY ("workspaceId", "problemId") REFERENCES "Problem"("workspaceId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "Mapping" ADD CONSTRAINT "Mapping_workspaceId_connectionId_fkey" FOREIGN KEY ("workspaceId", "connectionId") REFERENCES "Connection"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_workspaceId_channelId_fkey" FOREIGN KEY ("workspaceId", "channelId") REFERENCES "Channel"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_workspaceId_orderId_fkey" FOREIGN KEY ("workspaceId", "orderId") REFERENCES "Order"("workspaceId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "WebhookInbox" ADD CONSTRAINT "WebhookInbox_workspaceId_warehouseId_fkey" FOREIGN KEY ("workspaceId", "warehouseId") REFERENCES "Warehouse"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what Prisma's language can't say.

-- The second fence. A row is seen, and may be written, only by a transaction that has set its workspace (or the setting for the few questions
-- that come before a workspace is known). FORCE, because the app's role owns the tables. The settings are read in sub-selects, so that they are
-- evaluated once per statement and not once per row.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'workspaceId' AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      $policy$CREATE POLICY workspace_fence ON %I
        USING ("workspaceId" = (SELECT nullif(current_setting('app.workspace', true), '')::uuid) OR (SELECT current_setting('app.across', true) = 'on'))
        WITH CHECK ("workspaceId" = (SELECT nullif(current_setting('app.workspace', true), '')::uuid) OR (SELECT current_setting('app.across', true) = 'on'))$policy$,
      tenant_table);
  END LOOP;
END $$;

-- At most one open problem per key: two processes that meet the same failure write one row.
CREATE UNIQUE INDEX "Problem_open_key" ON "Problem"("workspaceId", "key") WHERE "closedAt" IS NULL;

-- Closed sets of values, as the code knows them.
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_role_known" CHECK ("role" IN ('owner', 'admin', 'operator', 'viewer'));
ALTER TABLE "Store" ADD CONSTRAINT "Store_environment_known" CHECK ("environment" IN ('sandbox', 'production'));
ALTER TABLE "Warehouse" ADD CONSTRAINT "Warehouse_environment_known" CHECK ("environment" IN ('sandbox', 'production'));
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_ownerKind_known" CHECK ("ownerKind" IN ('store', 'warehouse'));
ALTER TABLE "Channel" ADD CONSTRAINT "Channel_kind_known"
  CHECK ("kind" IN ('orders', 'shipments', 'products', 'customers', 'storefront_orders', 'storefront_tracking'));
ALTER TABLE "Channel" ADD CONSTRAINT "Channel_everySeconds_positive" CHECK ("everySeconds" > 0);
ALTER TABLE "Order" ADD CONSTRAINT "Order_mode_known" CHECK ("mode" IN ('sales_order', 'shipment'));
ALTER TABLE "Order" ADD CONSTRAINT "Order_sourceKind_known" CHECK ("sourceKind" IN ('SalesOrder', 'Shipment'));
ALTER TABLE "Order" ADD CONSTRAINT "Order_status_known"
  CHECK ("status" IN ('needs_mapping', 'on_hold', 'ready', 'at_warehouse', 'partly_shipped', 'shipped', 'completed', 'attention', 'cancelled', 'skipped', 'archived'));
ALTER TABLE "Order" ADD CONSTRAINT "Order_resumeStatus_known"
  CHECK ("resumeStatus" IN ('needs_mapping', 'on_hold', 'ready', 'at_warehouse', 'partly_shipped', 'shipped', 'completed', 'attention', 'cancelled', 'skipped', 'archived'));
ALTER TABLE "Order" ADD CONSTRAINT "Order_units_not_negative" CHECK ("unitsOrdered" >= 0 AND "unitsShipped" >= 0);
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_quantity_not_negative" CHECK ("quantity" >= 0 AND "shippedQuantity" >= 0);
ALTER TABLE "Shipment" ADD CONSTRAINT "Shipment_kind_known" CHECK ("kind" IN ('label', 'fulfilment', 'return'));
ALTER TABLE "ShipmentLine" ADD CONSTRAINT "ShipmentLine_quantity_not_negative" CHECK ("quantity" >= 0);
ALTER TABLE "WriteBack" ADD CONSTRAINT "WriteBack_action_known" CHECK ("action" IN ('write', 'undo'));
ALTER TABLE "WriteBack" ADD CONSTRAINT "WriteBack_status_known" CHECK ("status" IN ('waiting', 'sending', 'in_doubt', 'done', 'attention'));
ALTER TABLE "Mapping" ADD CONSTRAINT "Mapping_kind_known" CHECK ("kind" IN ('sku', 'ship_method', 'warehouse', 'field'));
ALTER TABLE "Run" ADD CONSTRAINT "Run_status_known" CHECK ("status" IN ('queued', 'running', 'succeeded', 'failed'));
ALTER TABLE "Problem" ADD CONSTRAINT "Problem_stops_known" CHECK ("stops" IN ('order', 'channel', 'nothing'));
