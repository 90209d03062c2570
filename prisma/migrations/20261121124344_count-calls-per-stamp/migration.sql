-- AlterTable
ALTER TABLE "CallBudget" ADD COLUMN     "counts" INTEGER[];
