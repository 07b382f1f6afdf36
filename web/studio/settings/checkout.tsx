// What the owner sets for the checkout, each part with its own form.
import { useLoaded, Failed, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { studioApi } from '../studio_api.ts'
import { DeliveryForm } from './delivery.tsx'
import { IssuerForm } from './issuer.tsx'
import { LegalPages } from './legal.tsx'
import { PaymentForm } from './payment.tsx'
import '../checkout.css'

export function CheckoutSettings() {
  const loaded = useLoaded('checkout', studioApi.checkout)
  if (staff.value?.role !== 'owner') return null
  if (loaded.problem) return <Failed problem={loaded.problem} again={loaded.reload} />
  if (!loaded.data) return <Waiting />
  return (
    <>
      <DeliveryForm known={loaded.data.delivery} />
      <PaymentForm known={loaded.data.payment} />
      <IssuerForm known={loaded.data.issuer} />
      <LegalPages />
    </>
  )
}
