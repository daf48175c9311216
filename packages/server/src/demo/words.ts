// What the demo's people, companies and deals are called. All invented; e-mail and web addresses end in .example, telephone numbers are
// of the ranges kept free for fiction.

/** A company: its name, its sector, its city. */
export type Place = readonly [name: string, sector: string | null, city: string];

const FRENCH: readonly Place[] = [
  ['Atelier Vauquelin', 'Industrie', 'Lyon'],
  ['Brasserie des Quais', 'Restauration', 'Bordeaux'],
  ['Cabinet Lorrain & Associés', 'Conseil', 'Nancy'],
  ['Clinique des Tilleuls', 'Santé', 'Nantes'],
  ['Coopérative Val d’Orb', 'Agroalimentaire', 'Béziers'],
  ['Domaine de la Roque', 'Agroalimentaire', 'Avignon'],
  ['Éditions du Pont Neuf', 'Culture', 'Paris'],
  ['Fonderie Marchal', 'Industrie', 'Metz'],
  ['Garage Ferrand', 'Automobile', 'Clermont-Ferrand'],
  ['Hôtel Belle Rive', 'Tourisme', 'Annecy'],
  ['Imprimerie Colbert', 'Industrie', 'Reims'],
  ['Jardins de l’Erdre', 'Commerce', 'Nantes'],
  ['Laboratoire Sélène', 'Santé', 'Strasbourg'],
  ['Librairie des Arcades', 'Culture', 'Dijon'],
  ['Maison Duval', 'Commerce', 'Rouen'],
  ['Menuiserie Pascal', 'Bâtiment', 'Limoges'],
  ['Mutuelle du Ponant', 'Assurance', 'Brest'],
  ['Nova Logistique', 'Transport', 'Lille'],
  ['Optique Carnot', 'Santé', 'Grenoble'],
  ['Pharmacie de la Gare', 'Santé', 'Tours'],
  ['Pépinières du Layon', 'Agroalimentaire', 'Angers'],
  ['Quartier Numérique', 'Logiciel', 'Montpellier'],
  ['Résidences Azur', 'Immobilier', 'Nice'],
  ['Savonnerie du Midi', 'Industrie', 'Marseille'],
  ['Scierie des Vosges', 'Bâtiment', 'Épinal'],
  ['Studio Lumen', 'Communication', 'Paris'],
  ['Transports Gauthier', 'Transport', 'Orléans'],
  ['Université Libre d’Été', null, 'Poitiers'],
  ['Verrerie de l’Adour', 'Industrie', 'Bayonne'],
  ['Voiles & Gréements', 'Tourisme', 'La Rochelle'],
  ['Xylo Design', 'Bâtiment', 'Lyon'],
  ['Zéphyr Énergies', 'Énergie', 'Toulouse'],
];

const ENGLISH: readonly Place[] = [
  ['Albion Foods', 'Agroalimentaire', 'Leeds'],
  ['Beacon Insurance', 'Assurance', 'Bristol'],
  ['Blackwater Books', 'Culture', 'Dublin'],
  ['Bramble & Sons', 'Commerce', 'York'],
  ['Castlegate Homes', 'Immobilier', 'Edinburgh'],
  ['Copperfield Tools', 'Industrie', 'Sheffield'],
  ['Daybreak Energy', 'Énergie', 'Aberdeen'],
  ['Eastmoor Clinics', 'Santé', 'Manchester'],
  ['Fairweather Travel', 'Tourisme', 'Brighton'],
  ['Greyfriars College', null, 'Canterbury'],
  ['Harbour Freight Lines', 'Transport', 'Southampton'],
  ['Ivy Lane Studios', 'Communication', 'London'],
  ['Juniper Software', 'Logiciel', 'Cambridge'],
  ['Kestrel Analytics', 'Logiciel', 'London'],
  ['Lakeside Motors', 'Automobile', 'Birmingham'],
  ['Meadow Dairy', 'Agroalimentaire', 'Cork'],
  ['Northbridge Consulting', 'Conseil', 'Glasgow'],
  ['Oakfield Joinery', 'Bâtiment', 'Norwich'],
  ['Pilgrim Outfitters', 'Commerce', 'Plymouth'],
  ['Quayside Catering', 'Restauration', 'Newcastle'],
  ['Redwood Pharma', 'Santé', 'Oxford'],
  ['Silverline Couriers', 'Transport', 'Liverpool'],
  ['Thornbury Estates', 'Immobilier', 'Bath'],
  ['Umber Paints', 'Industrie', 'Coventry'],
  ['Verity Legal', 'Conseil', 'London'],
  ['Westbourne Hotels', 'Tourisme', 'Bournemouth'],
  ['Yarrow Health', 'Santé', 'Belfast'],
  ['Zenith Robotics', 'Industrie', 'Cambridge'],
];

/** The companies, French ones first; `french` tells how many those are. */
export const COMPANIES: readonly Place[] = [...FRENCH, ...ENGLISH];
export const FRENCH_COMPANIES = FRENCH.length;

/** Our own people: name, team. */
export const COLLEAGUES: readonly (readonly [name: string, team: string])[] = [
  ['Claire Moreau', 'France'],
  ['Hugo Lefèvre', 'France'],
  ['Inès Benali', 'France'],
  ['Thomas Girard', 'France'],
  ['Emily Carter', 'United Kingdom'],
  ['James O’Connor', 'United Kingdom'],
];

/** First and last names of the companies' people, by country. */
export const FIRST_NAMES = {
  fr: ['Anaïs', 'Antoine', 'Béatrice', 'Camille', 'Cédric', 'Élodie', 'François', 'Gaëlle', 'Julien', 'Karim', 'Léa'],
  en: ['Alice', 'Benjamin', 'Charlotte', 'Daniel', 'Eleanor', 'Fiona', 'George', 'Hannah', 'Isaac', 'Liam', 'Megan'],
} as const;
export const LAST_NAMES = {
  fr: [
    'Aubert',
    'Blanchard',
    'Chevalier',
    'Dubois',
    'Étienne',
    'Fournier',
    'Guérin',
    'Lambert',
    'Noël',
    'Perrin',
    'Roux',
  ],
  en: ['Ashworth', 'Bennett', 'Clarke', 'Doyle', 'Edwards', 'Fletcher', 'Hughes', 'Kelly', 'Murphy', 'Turner', 'Walsh'],
} as const;

export const POSITIONS = {
  fr: ['Directrice générale', 'Directeur des achats', 'Responsable marketing', 'Gérant', 'Responsable informatique'],
  en: ['Managing director', 'Head of purchasing', 'Marketing manager', 'Operations lead', 'IT manager'],
} as const;

export const PRODUCTS = ['Audit', 'Abonnement', 'Déploiement', 'Formation', 'Support'] as const;

export const TAGS = ['renouvellement', 'appel d’offres', 'partenaire', 'salon', 'recommandation', 'upsell'] as const;

export const NOTES = [
  'Attend la validation du budget au prochain comité.',
  'A demandé une démonstration pour toute l’équipe.',
  'Compare avec deux autres offres.',
  'Very interested; wants references in the same sector.',
  'Contract with legal, answer expected this month.',
  'Asked to be called back after the holidays.',
] as const;

/** Days spent meeting people: name, how they were held. */
export const EVENTS: readonly (readonly [name: string, format: 'meetup' | 'webinar' | 'fair'])[] = [
  ['Petit-déjeuner clients Lyon', 'meetup'],
  ['Salon Solutions CRM Paris', 'fair'],
  ['Webinar: a pipeline you can trust', 'webinar'],
  ['London partner evening', 'meetup'],
  ['Webinaire prévisions de ventes', 'webinar'],
  ['Rencontre Nantes numérique', 'meetup'],
];

export const TASKS: readonly (readonly [title: string, kind: 'call' | 'email' | 'meeting' | 'todo' | 'followUp'])[] = [
  ['Rappeler après le salon', 'call'],
  ['Envoyer la proposition révisée', 'email'],
  ['Prepare the quarterly review', 'todo'],
  ['Démonstration du nouveau module', 'meeting'],
  ['Follow up on the signed quote', 'followUp'],
  ['Relancer la facture de l’acompte', 'followUp'],
  ['Call the new purchasing manager', 'call'],
  ['Point projet avec l’équipe', 'meeting'],
];
