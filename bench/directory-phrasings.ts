/**
 * What people say when they look for something, with typing errors as people make them, and which kinds of
 * `directory-kinds.ts` would be right. Those marked `tuned` were looked at while the search was made; the rest is
 * held apart: do not change the search to suit one of them.
 */
export interface Phrasing {
  text: string;
  kinds: readonly string[];
  tuned?: true;
}

const TUNED = `
ik wil graag samen eten met anderen = eettafel
wandelgroep = wandelen
hulp met mn schulden = schuld
ik zoek iemand die mij kan rijden naar het ziekenhuis = vervoer
nederlanse les = taal
formulieren invullen lukt niet = formulieren
brijen met anderen = creatief
mijn man is overleden en ik wil praten = rouw
stopen met drinken = verslaving
voetselbank = voedselbank
mantelsorger = mantelzorg
kompjuter hulp = digitaal
`;

const HELD_APART = `
kan iemand mijn lamp ophangen = klus
wie kan er een klusje doen in huis = klus
mijn tuin is een zooitje wie helpt = klus tuin
ik wil weer gaan zingen = zang
koor in de buurt = zang
zingenn met anderen = zang
klaverjasen = spel
een spelletje doen met mensen = spel
bingo middag = spel
ik wil leren schilderen = creatief
haken en breien = creatief
teken clubje = creatief
moestuin = tuin
in de tuin werken samen met buren = tuin klus
groente kweeken = tuin
ik kan niet meer koken wie brengt eten = maaltijd
warme maaltijd aan huis = maaltijd
tafeltje dekje = maaltijd
eten laten bezorgen = maaltijd
boodschapen doen lukt niet meer = boodschap
wie gaat er mee naar de supermarkt = boodschap
hulp met bodschappen = boodschap
vervoer naar de dokter = vervoer
auto met chauffeur naar ziekenhuis = vervoer
ik kan niet meer autorijden en moet naar het zieknhuis = vervoer
stofzuiger kapot = repair
repareren van spullen = repair
repair cafe = repair
ik slaap op straat = opvang
dakloos geworden waar kan ik slapen = opvang
geen dak boven mijn hoofd = opvang
nagtopvang = opvang
mijn huurbaas wil mij eruit hebben = woning
problemen met de huur = woning recht schuld
uitsetting dreigt = woning
urgentie voor een huis = woning
jongerencentrum = jongeren
iets voor tieners om te chillen = jongeren
mijn zoon van 15 hangt maar rond, is er iets voor jongeren = jongeren
andere moeders ontmoeten = moeders
speelochtend voor mijn peuter = moeders
mijn baby en ik willen onder de mensen = moeders
mijn kind heeft driftbuien = opvoeden
vragen over opvoeding = opvoeden
puber luistert niet = opvoeden
opvoetspreekuur = opvoeden
mijn kind slaapt slecht = opvoeden
vrijwilligerswerk doen = vrijwilliger
ik wil iets betekenen voor een ander = vrijwilliger
vrijwiligers werk = vrijwilliger
solliciteren lukt niet = werk
hulp bij mijn cv = werk
ontslagen en nu = werk
soliciteren = werk
digid werkt niet = digitaal
ik snap mijn telefoon niet = digitaal
leren internetten = digitaal
kompjoeter les = digitaal
tablet uitleg = digitaal
ik wil beter lezen en schrijven = taal
nederlands oefenen = taal
taalcaffee = taal
ik spreek nog niet goed nederlands = taal
inburgering = statushouder
ik ben vluchteling en zoek begeleiding = statushouder
statushouders hulp = statushouder
stoppen met gokken = gokken
ik vergok al mijn geld online = gokken
gokversslaving = gokken
ik drink te veel = verslaving
alchohol = verslaving
van de drugs af = verslaving
mensen die ook gestopt zijn met drinken = verslaving
ik pieker de hele dag = piekeren
altijd angstig = piekeren
somber en moe = piekeren
stres = piekeren
ik zit in een dip = piekeren
rouwgroep = rouw
mijn vrouw is dood = rouw
verlies verwerken = rouw
praten over overlijden partner = rouw
lotgenooten na verlies = rouw
vergeetachtig = dementie
mijn moeder heeft dementie = dementie
altzheimer cafe = dementie
geheugen wordt slechter = dementie
de zorg even overdragen = respijt
oppas voor mijn man zodat ik een middag weg kan = respijt
respijt zorg = respijt
ik zorg voor mijn zieke partner = mantelzorg
mantelzorgers ontmoeten = mantelzorg
mantelzorg cafe = mantelzorg
gratis kleding = kleding
kleren voor mijn kinderen = kleding
geen geld voor schoenen = kleding
kledinbank = kleding
gratis eten = voedselbank
voedselpakket aanvragen = voedselbank
geen geld voor eten = voedselbank
boodschappen pakket weinig geld = voedselbank
deurwaarder aan de deur = schuld
betalings achterstand = schuld
schultsanering = schuld
ik heb schulden bij incasso bureaus = schuld
schuldhulp maatje = schuld
mijn post ligt ongeopend = budget
administratie op orde = budget
rekeningen bijhouden lukt niet = budget
administrasie = budget
toeslag aanvragen = formulieren
brief van de belasting snap ik niet = formulieren
hulp bij formulier = formulieren
belasting aangifte = formulieren
gymnastiek = bewegen
ik ben bang om te vallen = bewegen
fit blijven als oudere = bewegen
oefeningen op muziek = bewegen
sport voor seniooren = bewegen
samen wandelen = wandelen
een eindje lopen met iemand = wandelen maatje
wandel clubje = wandelen
wandeling maken = wandelen
iemand die bij mij langs komt = maatje
een maatje om dingen mee te doen = maatje
ik zoek gezelschap = maatje dag koffie eettafel
bezoek vrijwilliger = maatje
buddie = maatje
praatje maken met koffie = koffie
ik wil mensen ontmoeten = koffie
koffie drinken = koffie
kofie ochtend = koffie
ik ben alleen en wil ergens binnenlopen = koffie
samen koken = eettafel
aan tafel met buurtgenoten = eettafel
eettaffel = eettafel
niet meer alleen eten = eettafel
buurt maaltijd = eettafel
dagbesteding voor mijn vader = dag
structuur overdag = dag
dagopvang = dag
dag besteding ouderen = dag
mijn ex sloeg mij ik wil met andere vrouwen praten = vrouwen
vrouwen groep = vrouwen
weer veilig voelen = vrouwen
mishandeling meegemaakt = vrouwen
we gaan scheiden = scheiding
scheiding en kinderen = scheiding
na de scheidng weer verder = scheiding
bezwaar maken tegen besluit = recht
gratis advocaat = recht
jurist spreken = recht
juridies advies = recht
mijn rechten kennen = recht
`;

const read = (text: string, tuned: boolean): Phrasing[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [said = '', kinds = ''] = line.split(' = ');
      return { text: said, kinds: kinds.split(' '), ...(tuned ? { tuned } : {}) };
    });

export const PHRASINGS: readonly Phrasing[] = [...read(TUNED, true), ...read(HELD_APART, false)];
